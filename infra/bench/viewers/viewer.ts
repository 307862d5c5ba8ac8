// A player as hls.js is one on a low-latency stream, without decoding: for picture and sound each it asks for the
// playlist with the next part, and fetches each part once it is listed.
import { HttpLine } from './line.ts'

export interface Delivery {
  /** Which part, the same for all viewers. */
  readonly part: string
  /** When its last byte was here, by `performance.now()`. */
  readonly at: number
}

export interface ViewerParts {
  readonly port: number
  /** Of the broadcast, with a slash at the end. */
  readonly path: string
  readonly token: string
  readonly got: (delivery: Delivery) => void
  readonly failed: (why: string) => void
}

interface Position {
  readonly segment: number
  readonly part: number
}

const renditions = ['video', 'audio']
const partLine = /#EXT-X-PART:[^\n]*URI="([^"]+)"/g

function positionIn(uri: string): Position | null {
  const [, segment, part] = /(\d+)\.(\d+)\.m4s$/.exec(uri) ?? []
  return segment === undefined ? null : { segment: Number(segment), part: Number(part) }
}

const isAfter = (one: Position, other: Position) =>
  one.segment > other.segment || (one.segment === other.segment && one.part > other.part)

/** So many parts before the last one a player begins. */
const behind = 3

function freshIn(text: string, last: Position | null): string[] {
  const listed = [...text.matchAll(partLine)].map(([, uri = '']) => uri)
  if (last === null) return listed.slice(-behind)
  return listed.filter((uri) => {
    const at = positionIn(uri)
    return at !== null && isAfter(at, last)
  })
}

/** For what the hint says comes next. */
function nextQuery(text: string): string {
  const [, hinted = ''] = /#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text) ?? []
  const next = positionIn(hinted)
  return next === null ? '' : `?_HLS_msn=${next.segment}&_HLS_part=${next.part}&_HLS_skip=YES`
}

export class Viewer {
  readonly #parts: ViewerParts
  readonly #lines: readonly HttpLine[]
  #closed = false

  constructor(parts: ViewerParts) {
    this.#parts = parts
    this.#lines = renditions.map((name) => {
      const line = new HttpLine(parts.port)
      this.#follow(name, line).catch((error: unknown) => {
        if (!this.#closed) parts.failed(String(error))
      })
      return line
    })
  }

  close(): void {
    this.#closed = true
    for (const line of this.#lines) line.close()
  }

  async #follow(name: string, line: HttpLine): Promise<void> {
    const { path, got } = this.#parts
    let last: Position | null = null
    for (let query = ''; !this.#closed;) {
      const text = (await this.#ask(line, `${path}${name}.m3u8${query}`)).toString()
      for (const part of freshIn(text, last)) {
        await this.#ask(line, `${path}${part}`)
        got({ part, at: performance.now() })
        last = positionIn(part)
      }
      query = nextQuery(text)
    }
  }

  async #ask(line: HttpLine, path: string): Promise<Buffer> {
    const { status, body } = await line.get(path, this.#parts.token)
    if (status !== 200) throw new Error(`${path}: ${status}`)
    return body
  }
}
