// The RTCP that a receiver needs: sender reports are read (RFC 3550, 6.4.1); receiver reports (6.4.2), requests for a
// whole picture and for lost packets (RFC 4585, 6.3.1 and 6.2.1) are written, each by itself (RFC 5506).

export interface SenderReport {
  readonly ssrc: number
  /** The sender's clock, in ms since 1900. */
  readonly ntpMs: number
  /** What that clock says, in 32 bits from the middle of its 64, as receiver reports repeat it. */
  readonly ntpMiddle: number
  /** Of what was in its hands then. */
  readonly rtpTimestamp: number
}

export interface Reception {
  readonly ssrc: number
  /** Of the packets since the report before, 0 to 1. */
  readonly lostShare: number
  readonly lost: number
  /** The highest sequence number, with how often it wrapped in the upper 16 bits. */
  readonly highest: number
  /** Of arrival, in units of the RTP clock. */
  readonly jitter: number
  /** Of the last sender report, and how long ago that came, in ms; null before the first. */
  readonly report: { readonly ntpMiddle: number; readonly agoMs: number } | null
}

const types = { senderReport: 200, receiverReport: 201, transportFeedback: 205, feedback: 206 }
const formats = { nack: 1, pictureLoss: 1 }
const senderReportBytes = 28
const mostLost = 0x7f_ff_ff

/** Those in a compound packet; whatever else is in it, or is none at all, is passed over. */
export function readSenderReports(bytes: Buffer): SenderReport[] {
  const reports: SenderReport[] = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + (bytes.readUInt16BE(at + 2) + 1) * 4
    if (bytes.readUInt8(at) >> 6 !== 2 || end > bytes.length) break
    const isReport = bytes.readUInt8(at + 1) === types.senderReport
    if (isReport && end - at >= senderReportBytes) reports.push(senderReport(bytes, at))
    at = end
  }
  return reports
}

function senderReport(bytes: Buffer, at: number): SenderReport {
  const [seconds, fraction] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)]
  return {
    ssrc: bytes.readUInt32BE(at + 4),
    ntpMs: seconds * 1_000 + (fraction * 1_000) / 2 ** 32,
    ntpMiddle: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
    rtpTimestamp: bytes.readUInt32BE(at + 16),
  }
}

/** A packet with room for so many bytes behind its header and the sender's SSRC. */
function packet(count: number, type: number, from: { ssrc: number; bytes: number }): Buffer {
  const written = Buffer.alloc(8 + from.bytes)
  written.writeUInt8(0x80 | count, 0)
  written.writeUInt8(type, 1)
  written.writeUInt16BE(written.length / 4 - 1, 2)
  written.writeUInt32BE(from.ssrc, 4)
  return written
}

export function receiverReport(from: number, reception: Reception): Buffer {
  const { ssrc, lostShare, lost, highest, jitter, report } = reception
  const written = packet(1, types.receiverReport, { ssrc: from, bytes: 24 })
  written.writeUInt32BE(ssrc, 8)
  written.writeUInt8(Math.min(255, Math.max(0, Math.floor(lostShare * 256))), 12)
  written.writeUIntBE(Math.min(mostLost, Math.max(0, lost)), 13, 3)
  written.writeUInt32BE(highest >>> 0, 16)
  written.writeUInt32BE(Math.round(jitter) >>> 0, 20)
  if (report === null) return written
  written.writeUInt32BE(report.ntpMiddle, 24)
  written.writeUInt32BE(Math.round((report.agoMs * 65_536) / 1_000) >>> 0, 28)
  return written
}

export function pictureLoss(from: number, media: number): Buffer {
  const written = packet(formats.pictureLoss, types.feedback, { ssrc: from, bytes: 4 })
  written.writeUInt32BE(media, 8)
  return written
}

/** Asks for lost packets by their sequence numbers: each entry names one, and which of the 16 after it. */
export function nack(from: number, media: number, sequences: readonly number[]): Buffer {
  const entries: { readonly first: number; after: number }[] = []
  for (const sequence of sequences) {
    const last = entries.at(-1)
    const ahead = last === undefined ? 0 : (sequence - last.first) & 0xffff
    if (last !== undefined && ahead >= 1 && ahead <= 16) last.after |= 1 << (ahead - 1)
    else entries.push({ first: sequence, after: 0 })
  }
  const written = packet(formats.nack, types.transportFeedback, {
    ssrc: from,
    bytes: 4 + entries.length * 4,
  })
  written.writeUInt32BE(media, 8)
  for (const [n, { first, after }] of entries.entries()) {
    written.writeUInt16BE(first, 12 + n * 4)
    written.writeUInt16BE(after, 14 + n * 4)
  }
  return written
}
