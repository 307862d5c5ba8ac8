// Somebody who watches a broadcast as players do, by asking for each next part, and who finds every rule that a playlist
// breaks.
import { breachesBetween, breachesOf } from '../../infra/test/hls/rules.ts'
import { readPlaylist, type ReadPlaylist, type ReadSegment } from '../../infra/test/hls/reading.ts'

export class Viewer {
  readonly #address: string
  readonly #token: string
  readonly #texts = new Map<string, string>()
  /** What any playlist broke, and every answer that is none. */
  readonly breaches: string[] = []

  /** Of the folder in which its playlists are, with a slash at the end. */
  constructor(address: string, token: string) {
    this.#address = address
    this.#token = token
  }

  /** For players that know nothing of tokens. */
  addressOf(file: string): string {
    return `${this.#address}t/${this.#token}/${file}`
  }

  get(file: string): Promise<Response> {
    return fetch(`${this.#address}${file}`, {
      headers: { Authorization: `Bearer ${this.#token}` },
    })
  }

  /** The playlist of that rendition, of which no rule may be broken. */
  async look(name: string, query = ''): Promise<ReadPlaylist> {
    const answer = await this.get(`${name}.m3u8${query}`)
    const text = await answer.text()
    // It may be asked again.
    if (answer.status === 503) return readPlaylist(this.#texts.get(name) ?? '')
    if (answer.status !== 200) this.breaches.push(`${name}${query} is ${answer.status}`)
    else this.#judge(query.includes('from=start') ? `whole ${name}` : name, text)
    return readPlaylist(text)
  }

  /** Asks for the next part again and again, until that holds. */
  async follow(name: string, isEnough: (playlist: ReadPlaylist) => boolean): Promise<ReadPlaylist> {
    let playlist = await this.look(name)
    const isOver = () => playlist.tags.has('#EXT-X-ENDLIST') || this.breaches.length > 0
    while (!isEnough(playlist) && !isOver()) {
      const last = playlist.segments.at(-1)
      const isOpen = last?.duration === null
      const number = isOpen ? last.number : (last?.number ?? -1) + 1
      playlist = await this.look(
        name,
        `?_HLS_msn=${number}&_HLS_part=${isOpen ? last.parts.length : 0}`,
      )
    }
    return playlist
  }

  /** All that was ever listed of it, with its head, in one piece. */
  async fetchAll(segments: readonly ReadSegment[]): Promise<Buffer> {
    const files = [segments[0]?.map ?? '', ...segments.map(({ uri }) => uri ?? '')]
    const pieces: Buffer[] = []
    for (const file of files) {
      const answer = await this.get(file)
      if (answer.status !== 200) this.breaches.push(`${file} is ${answer.status}`)
      pieces.push(Buffer.from(await answer.arrayBuffer()))
    }
    return Buffer.concat(pieces)
  }

  #judge(name: string, text: string): void {
    const before = this.#texts.get(name) ?? text
    this.#texts.set(name, text)
    for (const breach of [...breachesOf(text), ...breachesBetween(before, text)])
      this.breaches.push(`${name}: ${breach}`)
  }
}

export const wholeSegments = ({ segments }: ReadPlaylist): number =>
  segments.filter(({ duration }) => duration !== null).length
export const breaksIn = ({ segments }: ReadPlaylist): number[] =>
  segments.filter(({ isDiscontinuous }) => isDiscontinuous).map(({ number }) => number)
