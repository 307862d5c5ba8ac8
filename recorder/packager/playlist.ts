// The text of playlists (RFC 8216 and its second edition, draft-pantos-hls-rfc8216bis). Pure.

/** A part, in the words of a playlist. Durations in seconds. */
export interface PartView {
  readonly duration: number
  readonly isIndependent: boolean
  readonly isMissing: boolean
}

/** Of a rendition, in bit/s, over whole segments. */
export interface Rates {
  readonly peak: number
  readonly average: number
}

export interface SegmentView {
  /** Media sequence number. */
  readonly number: number
  readonly parts: readonly PartView[]
  /** Of all of it; null while it grows. */
  readonly duration: number | null
  /** Of which run of the stream: another one has a clock of its own. */
  readonly run: number
  /** When its first sample is shown, in ms of the one clock. */
  readonly shownAt: number
  /** What comes before it does not go on here. */
  readonly isDiscontinuous: boolean
  /** Its head: which of the rendition's. */
  readonly head: number
}

export interface MediaView {
  readonly segments: readonly SegmentView[]
  /** Discontinuities before the first. */
  readonly discontinuities: number
  readonly isEnded: boolean
  /** Nothing was ever taken away from its beginning. */
  readonly isFromStart: boolean
  /** Other renditions, each with the address of its playlist, and the last part it has. */
  readonly others: readonly { readonly address: string; readonly last: Position | null }[]
  /** Every segment begins with a key frame. */
  readonly isIndependent: boolean
}

/** A part of a segment. */
export interface Position {
  readonly number: number
  readonly part: number
}

export interface Addresses {
  head(head: number): string
  segment(number: number): string
  part(position: Position): string
}

/** What a player asked for. */
export interface Asked {
  /** Only what is new: `_HLS_skip`. */
  readonly isDelta: boolean
  /** Parts, hints and reports. */
  readonly isLowLatency: boolean
  /** From the beginning on. */
  readonly isWhole: boolean
}

export const targets = { segment: 2, part: 0.4, holdBackParts: 3, holdBackSegments: 3 } as const
/** Delta updates may leave out what is older than six target durations. */
const skipBoundary = targets.segment * 6
/** Parts are listed for so many target durations before the end (6.2.2: three). */
const partsKept = targets.segment * 3

const seconds = (value: number) => value.toFixed(5)

const control = (asked: Asked): string[] => {
  const holdBack = `HOLD-BACK=${seconds(targets.segment * targets.holdBackSegments)}`
  const partHoldBack = `PART-HOLD-BACK=${seconds(targets.part * targets.holdBackParts)}`
  const skip = `CAN-SKIP-UNTIL=${seconds(skipBoundary)}`
  if (!asked.isLowLatency) return [`#EXT-X-SERVER-CONTROL:${holdBack}`]
  return [
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,${skip},${holdBack},${partHoldBack}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(targets.part)}`,
  ]
}

const durationOf = ({ duration, parts }: SegmentView) =>
  duration ?? parts.reduce((sum, part) => sum + part.duration, 0)

/** How many at the beginning a delta leaves out, and how many at the end list their parts. */
function bounds(segments: readonly SegmentView[]): { skipped: number; whole: number } {
  let behind = 0
  let [skipped, whole] = [0, 0]
  for (const [n, segment] of segments.entries().toArray().toReversed()) {
    if (behind > partsKept && whole === 0) whole = n + 1
    behind += durationOf(segment)
    if (behind > skipBoundary) {
      skipped = n
      break
    }
  }
  return { skipped, whole }
}

class Writer {
  readonly #addresses: Addresses
  readonly #asked: Asked
  readonly lines: string[] = []
  #head: number | null = null

  constructor(addresses: Addresses, asked: Asked) {
    this.#addresses = addresses
    this.#asked = asked
  }

  segment(segment: SegmentView, hasParts: boolean): void {
    const { number, duration, shownAt, isDiscontinuous, head, parts } = segment
    const isListed = hasParts && this.#asked.isLowLatency
    if (duration === null && !isListed) return
    if (isDiscontinuous) this.lines.push('#EXT-X-DISCONTINUITY')
    // What is missing from the beginning on has no head yet.
    if ((head !== this.#head || isDiscontinuous) && head >= 0)
      this.lines.push(`#EXT-X-MAP:URI="${this.#addresses.head(head)}"`)
    this.#head = head
    this.lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(shownAt).toISOString()}`)
    if (isListed) for (const [n, part] of parts.entries()) this.#part({ number, part: n }, part)
    if (duration === null) return
    if (parts.every(({ isMissing }) => isMissing)) this.lines.push('#EXT-X-GAP')
    this.lines.push(`#EXTINF:${seconds(duration)},`, this.#addresses.segment(number))
  }

  #part(position: Position, { duration, isIndependent, isMissing }: PartView): void {
    const address = this.#addresses.part(position)
    const more = `${isIndependent ? ',INDEPENDENT=YES' : ''}${isMissing ? ',GAP=YES' : ''}`
    this.lines.push(`#EXT-X-PART:DURATION=${seconds(duration)},URI="${address}"${more}`)
  }
}

/** The part that comes next. */
export function nextPosition({ segments }: Pick<MediaView, 'segments'>): Position {
  const last = segments.at(-1)
  if (last === undefined) return { number: 0, part: 0 }
  return last.duration === null
    ? { number: last.number, part: last.parts.length }
    : { number: last.number + 1, part: 0 }
}

/** Of a rendition that has nothing yet there is nothing to say. */
const report = ({ address, last }: MediaView['others'][number]): string[] =>
  last === null
    ? []
    : [`#EXT-X-RENDITION-REPORT:URI="${address}",LAST-MSN=${last.number},LAST-PART=${last.part}`]

function tail(view: MediaView, addresses: Addresses, asked: Asked): string[] {
  if (view.isEnded) return ['#EXT-X-ENDLIST']
  if (!asked.isLowLatency) return []
  const hint = `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${addresses.part(nextPosition(view))}"`
  return [hint, ...view.others.flatMap(report)]
}

export function mediaPlaylist(view: MediaView, addresses: Addresses, asked: Asked): string {
  const { segments } = view
  const { skipped: skippable, whole } = bounds(segments)
  const skipped = asked.isDelta && asked.isLowLatency ? skippable : 0
  const writer = new Writer(addresses, asked)
  for (const [n, segment] of segments.entries())
    if (n >= skipped) writer.segment(segment, n >= whole)
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targets.segment}`,
    ...control(asked),
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.number ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${view.discontinuities}`,
    ...(asked.isWhole && view.isFromStart ? ['#EXT-X-PLAYLIST-TYPE:EVENT'] : []),
    ...(view.isIndependent ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
    ...writer.lines,
    ...tail(view, addresses, asked),
    '',
  ].join('\n')
}
