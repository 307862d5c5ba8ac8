// What a browser counts about its media, as figures a person can read: of the way there and back, and of
// each source. Counters become rates by comparing two reports. Pure.
import type { SourceId } from '../../../shared/ids.ts'
import type { Measured } from '../../media/mediaSession.ts'

/** One entry of a report; browsers differ in what they fill in. */
export type Stat = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly type: string
}

export interface SourceFigures {
  /** Null where the browser does not say which track it is. */
  readonly source: SourceId | null
  readonly direction: 'send' | 'receive'
  readonly kind: 'audio' | 'video'
  readonly width: number | null
  readonly height: number | null
  readonly framesPerSecond: number | null
  readonly kilobits: number | null
  /** From 0 to 1. */
  readonly loss: number | null
  readonly jitterMs: number | null
  readonly codec: string | null
  /** As the browser names it: a simulcast layer or a scalability mode. */
  readonly layer: string | null
  readonly limitedBy: 'cpu' | 'bandwidth' | null
}

export interface Figures {
  readonly at: number
  readonly roundTripMs: number | null
  /** What the browser believes it could send. */
  readonly availableKilobits: number | null
  readonly lossSending: number | null
  readonly lossReceiving: number | null
  readonly jitterMs: number | null
  readonly protocol: 'udp' | 'tcp' | null
  /** Through a TURN server. */
  readonly relayed: boolean
  readonly limitedByCpu: boolean
  readonly sources: readonly SourceFigures[]
}

/** Reports keep an entry for each of a browser's things under its id. */
export interface Snapshot {
  readonly at: number
  readonly send: ReadonlyMap<string, Stat>
  readonly receive: ReadonlyMap<string, Stat>
  readonly tracks: ReadonlyMap<string, SourceId>
}

export function snapshotOf({ send, receive, tracks }: Measured, at: number): Snapshot {
  return {
    at,
    send: new Map<string, Stat>(send),
    receive: new Map<string, Stat>(receive),
    tracks,
  }
}

const number = (stat: Stat | undefined, name: string): number | null => {
  const value = stat?.[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
const text = (stat: Stat | undefined, name: string): string | null => {
  const value = stat?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** How much a counter rose; null when it is new, or began anew. */
function rise(now: Stat, before: Stat | undefined, name: string): number | null {
  const [after, earlier] = [number(now, name), number(before, name)]
  if (after === null || earlier === null) return null
  return after < earlier && name !== 'packetsLost' ? null : after - earlier
}

function share(lost: number | null, arrived: number | null): number | null {
  if (lost === null || arrived === null) return null
  const all = Math.max(0, lost) + arrived
  return all === 0 ? null : Math.max(0, lost) / all
}

const of = (stats: ReadonlyMap<string, Stat>, type: string): Stat[] =>
  [...stats.values()].filter((stat) => stat.type === type)

function at(stats: ReadonlyMap<string, Stat>, id: string | null): Stat | undefined {
  return id === null ? undefined : stats.get(id)
}

const milliseconds = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds * 1000)

function codecOf(stats: ReadonlyMap<string, Stat>, stream: Stat): string | null {
  return (
    text(at(stats, text(stream, 'codecId')), 'mimeType')?.replace(/^(audio|video)\//, '') ?? null
  )
}

function common(stream: Stat): Pick<SourceFigures, 'kind' | 'width' | 'height'> {
  const kind = text(stream, 'kind') === 'audio' ? 'audio' : 'video'
  return { kind, width: number(stream, 'frameWidth'), height: number(stream, 'frameHeight') }
}

function perSecond(count: number | null, seconds: number): number | null {
  return count === null || seconds <= 0 ? null : count / seconds
}

function framesOf(stream: Stat, frames: number | null, seconds: number): number | null {
  const shown = number(stream, 'framesPerSecond') ?? perSecond(frames, seconds)
  return shown === null ? null : Math.round(shown)
}

const kilobits = (bytes: number | null, seconds: number): number | null => {
  const rate = perSecond(bytes, seconds)
  return rate === null ? null : Math.round((rate * 8) / 1000)
}

function limitOf(stream: Stat): SourceFigures['limitedBy'] {
  const reason = text(stream, 'qualityLimitationReason')
  return reason === 'cpu' || reason === 'bandwidth' ? reason : null
}

/** What still comes or is watched: browsers also list what is over, and what only probes the line. */
function watched({ receive, tracks }: Snapshot): Stat[] {
  return of(receive, 'inbound-rtp').filter((one) => tracks.has(text(one, 'trackIdentifier') ?? ''))
}

/** The track of this page that a stream sends; null where the browser does not say. */
function trackOf({ send }: Snapshot, stream: Stat): string | null {
  return text(at(send, text(stream, 'mediaSourceId')), 'trackIdentifier')
}

/** What still goes out: browsers also list what is over. Of which track something is, not all of them say. */
function published(now: Snapshot, before: Snapshot): Stat[] {
  return of(now.send, 'outbound-rtp').filter((stream) => {
    const track = trackOf(now, stream)
    if (track !== null) return now.tracks.has(track)
    return (rise(stream, before.send.get(stream.id), 'packetsSent') ?? 0) > 0
  })
}

function received(now: Snapshot, before: Snapshot): SourceFigures[] {
  const seconds = (now.at - before.at) / 1000
  return watched(now).map((stream) => {
    const earlier = before.receive.get(stream.id)
    return {
      ...common(stream),
      source: now.tracks.get(text(stream, 'trackIdentifier') ?? '') ?? null,
      direction: 'receive' as const,
      framesPerSecond: framesOf(stream, rise(stream, earlier, 'framesDecoded'), seconds),
      kilobits: kilobits(rise(stream, earlier, 'bytesReceived'), seconds),
      loss: share(rise(stream, earlier, 'packetsLost'), rise(stream, earlier, 'packetsReceived')),
      jitterMs: milliseconds(number(stream, 'jitter')),
      codec: codecOf(now.receive, stream),
      layer: null,
      limitedBy: null,
    }
  })
}

function sent(now: Snapshot, before: Snapshot): SourceFigures[] {
  const seconds = (now.at - before.at) / 1000
  const heardBack = of(now.send, 'remote-inbound-rtp')
  return published(now, before).map((stream) => {
    const earlier = before.send.get(stream.id)
    const answer = heardBack.find((one) => text(one, 'localId') === stream.id)
    return {
      ...common(stream),
      source: now.tracks.get(trackOf(now, stream) ?? '') ?? null,
      direction: 'send' as const,
      framesPerSecond: framesOf(stream, rise(stream, earlier, 'framesEncoded'), seconds),
      kilobits: kilobits(rise(stream, earlier, 'bytesSent'), seconds),
      loss: number(answer, 'fractionLost'),
      jitterMs: milliseconds(number(answer, 'jitter')),
      codec: codecOf(now.send, stream),
      layer: text(stream, 'rid') ?? text(stream, 'scalabilityMode'),
      limitedBy: limitOf(stream),
    }
  })
}

/** The pair of addresses in use. */
function pairOf(stats: ReadonlyMap<string, Stat>): Stat | undefined {
  const chosen =
    of(stats, 'transport').map((one) => text(one, 'selectedCandidatePairId'))[0] ?? null
  const pairs = of(stats, 'candidate-pair')
  return (
    at(stats, chosen) ??
    pairs.find((pair) => pair['selected'] === true) ??
    pairs.find((pair) => pair['nominated'] === true && pair['state'] === 'succeeded')
  )
}

const most = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** Of all that goes out, weighed by how much went: of a silent microphone’s few packets one is soon a tenth. */
function lossSending(now: Snapshot, before: Snapshot, outgoing: readonly SourceFigures[]) {
  const packets = published(now, before).map((stream) =>
    Math.max(1, rise(stream, before.send.get(stream.id), 'packetsSent') ?? 0),
  )
  const known = outgoing.flatMap(({ loss }, n) =>
    loss === null ? [] : [{ loss, weight: packets[n] ?? 0 }],
  )
  const all = known.reduce((sum, { weight }) => sum + weight, 0)
  return all === 0 ? null : known.reduce((sum, { loss, weight }) => sum + loss * weight, 0) / all
}

/** Of all that comes, weighed by how much came. */
function lossReceiving(now: Snapshot, before: Snapshot): number | null {
  let [lost, arrived] = [0, 0]
  for (const stream of watched(now)) {
    const earlier = before.receive.get(stream.id)
    lost += Math.max(0, rise(stream, earlier, 'packetsLost') ?? 0)
    arrived += rise(stream, earlier, 'packetsReceived') ?? 0
  }
  return share(lost, arrived)
}

export function figuresOf(now: Snapshot, before: Snapshot): Figures {
  const [up, down] = [pairOf(now.send), pairOf(now.receive)]
  const local =
    at(now.send, text(up, 'localCandidateId')) ?? at(now.receive, text(down, 'localCandidateId'))
  const protocol = text(local, 'relayProtocol') ?? text(local, 'protocol')
  const available = number(up, 'availableOutgoingBitrate')
  const [outgoing, incoming] = [sent(now, before), received(now, before)]
  const round = number(up, 'currentRoundTripTime') ?? number(down, 'currentRoundTripTime')
  return {
    at: now.at,
    roundTripMs: milliseconds(round),
    availableKilobits: available === null ? null : Math.round(available / 1000),
    lossSending: lossSending(now, before, outgoing),
    lossReceiving: lossReceiving(now, before),
    jitterMs: most(incoming.filter(({ kind }) => kind === 'audio').map(({ jitterMs }) => jitterMs)),
    protocol: protocol === null ? null : protocol === 'udp' ? 'udp' : 'tcp',
    relayed: text(local, 'candidateType') === 'relay',
    limitedByCpu: outgoing.some(({ limitedBy }) => limitedBy === 'cpu'),
    sources: [...outgoing, ...incoming],
  }
}
