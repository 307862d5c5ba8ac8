// A class of cheap peers who are seen, and some of whom speak all the time. None of them hears or sees anything.
import type { RoomId } from '../../../shared/ids.ts'
import type { Office } from '../../e2e/school.ts'
import { CheapPeer } from '../../peers/cheapPeer.ts'
import { Studio } from '../../peers/studio.ts'
import { attend } from '../board/classroom.ts'

const atOnce = 6
/** They show the same film, each from one of so many places in it. */
const films = 6

type Film = Awaited<ReturnType<Studio['film']>>

export class Faces implements AsyncDisposable {
  readonly #close = new AsyncDisposableStack()
  readonly #peers: CheapPeer[] = []
  readonly #films: Film[] = []
  /** How many of them show themselves. */
  #showing = 0

  static async seat(office: Office, room: RoomId, count: number): Promise<Faces> {
    await using close = new AsyncDisposableStack()
    const faces = close.use(new Faces())
    const studio = faces.#close.use(await Studio.open())
    while (faces.#films.length < films) faces.#films.push(await studio.film())
    for (let first = 0; first < count; first += atOnce) {
      const places = Array.from({ length: Math.min(atOnce, count - first) }, (_, n) => first + n)
      const peers = places.map(async (n) => {
        const who = { role: 'student', name: `Face ${n + 1}` } as const
        const connection = await attend(office, room, who)
        return faces.#close.use(new CheapPeer(connection, studio, { isDeaf: true }))
      })
      faces.#peers.push(...(await Promise.all(peers)))
    }
    close.move()
    return faces
  }

  /** The first so many of them are seen. */
  async show(count: number): Promise<void> {
    for (; this.#showing < count; this.#showing += 1) {
      const film = this.#films[this.#showing % films]
      if (film !== undefined) await this.#peers[this.#showing]?.show(film)
    }
  }

  /** The first so many of them are heard. */
  async speak(count: number): Promise<void> {
    for (const peer of this.#peers.slice(0, count)) await peer.speak({ aloud: true })
  }

  /** The highest layer that is asked of anybody; before anybody was asked, each sends all that it has. */
  get layer(): number {
    const shown = this.#peers.slice(0, this.#showing)
    return Math.max(...shown.map(({ demanded }) => demanded ?? Infinity))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close.disposeAsync()
  }
}
