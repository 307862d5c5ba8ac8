// Reads a media playlist line by line, without judging it. Written apart from what writes them, so that one does
// not believe the other.

export type Attributes = ReadonlyMap<string, string>

export interface ReadPart {
  readonly uri: string
  readonly duration: number
  readonly isIndependent: boolean
  readonly isMissing: boolean
}

export interface ReadSegment {
  readonly number: number
  readonly uri: string | null
  /** Null while only parts of it are there. */
  readonly duration: number | null
  readonly parts: readonly ReadPart[]
  readonly map: string | null
  readonly date: number | null
  readonly isDiscontinuous: boolean
  /** Nothing of it can be fetched. */
  readonly isMissing: boolean
}

export interface ReadPlaylist {
  readonly lines: readonly string[]
  /** Tags that stand once, with what follows the colon. */
  readonly tags: ReadonlyMap<string, string>
  readonly doubled: readonly string[]
  readonly unknown: readonly string[]
  readonly sequence: number
  readonly discontinuities: number
  readonly skipped: number
  readonly segments: readonly ReadSegment[]
  readonly hints: readonly Attributes[]
  readonly reports: readonly Attributes[]
}

/** NAME=value,NAME="value, with comma". */
export function attributesOf(text: string): Attributes {
  const found = text.matchAll(/([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]*)(?:,|$)/g)
  return new Map([...found].map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]))
}

const once = new Set([
  ...['#EXTM3U', '#EXT-X-VERSION', '#EXT-X-TARGETDURATION', '#EXT-X-SERVER-CONTROL'],
  ...['#EXT-X-PART-INF', '#EXT-X-MEDIA-SEQUENCE', '#EXT-X-DISCONTINUITY-SEQUENCE'],
  ...['#EXT-X-PLAYLIST-TYPE', '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-SKIP', '#EXT-X-ENDLIST'],
])

interface Growing {
  parts: ReadPart[]
  date: number | null
  isDiscontinuous: boolean
  isMissing: boolean
  duration: number | null
}

const blank = (): Growing => ({
  parts: [],
  date: null,
  isDiscontinuous: false,
  isMissing: false,
  duration: null,
})

class Reader {
  readonly tags = new Map<string, string>()
  readonly doubled: string[] = []
  readonly unknown: string[] = []
  readonly segments: ReadSegment[] = []
  readonly hints: Attributes[] = []
  readonly reports: Attributes[] = []
  #growing = blank()
  #map: string | null = null

  get skipped(): number {
    const skip = attributesOf(this.tags.get('#EXT-X-SKIP') ?? '')
    return Number(skip.get('SKIPPED-SEGMENTS') ?? 0)
  }

  get sequence(): number {
    return Number(this.tags.get('#EXT-X-MEDIA-SEQUENCE') ?? 0)
  }

  read(line: string): void {
    if (!line.startsWith('#')) {
      this.#close(line)
      return
    }
    if (!line.startsWith('#EXT')) return
    const [name = '', ...rest] = line.split(':')
    const value = rest.join(':')
    if (once.has(name)) {
      if (this.tags.has(name)) this.doubled.push(name)
      this.tags.set(name, value)
    } else this.#readOfSegment(name, value)
  }

  end(): void {
    if (this.#growing.parts.length > 0) this.#close(null)
  }

  #readOfSegment(name: string, value: string): void {
    const growing = this.#growing
    const attributes = attributesOf(value)
    if (name === '#EXTINF') growing.duration = Number(value.split(',')[0])
    else if (name === '#EXT-X-MAP') this.#map = attributes.get('URI') ?? null
    else if (name === '#EXT-X-PROGRAM-DATE-TIME') growing.date = Date.parse(value)
    else if (name === '#EXT-X-DISCONTINUITY') growing.isDiscontinuous = true
    else if (name === '#EXT-X-GAP') growing.isMissing = true
    else if (name === '#EXT-X-PRELOAD-HINT') this.hints.push(attributes)
    else if (name === '#EXT-X-RENDITION-REPORT') this.reports.push(attributes)
    else if (name === '#EXT-X-PART')
      growing.parts.push({
        uri: attributes.get('URI') ?? '',
        duration: Number(attributes.get('DURATION')),
        isIndependent: attributes.get('INDEPENDENT') === 'YES',
        isMissing: attributes.get('GAP') === 'YES',
      })
    else this.unknown.push(name)
  }

  #close(uri: string | null): void {
    const number = this.sequence + this.skipped + this.segments.length
    this.segments.push({ ...this.#growing, number, uri, map: this.#map })
    this.#growing = blank()
  }
}

export function readPlaylist(text: string): ReadPlaylist {
  const lines = text.split('\n').filter((line) => line !== '')
  const reader = new Reader()
  for (const line of lines) reader.read(line)
  reader.end()
  const { tags, doubled, unknown, sequence, skipped, segments, hints, reports } = reader
  const discontinuities = Number(tags.get('#EXT-X-DISCONTINUITY-SEQUENCE') ?? 0)
  return {
    ...{ lines, tags, doubled, unknown, sequence, discontinuities },
    ...{ skipped, segments, hints, reports },
  }
}
