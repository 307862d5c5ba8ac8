// A person of a class who hears all voices, and may speak and be seen, without a browser: the client's own connection
// and media session on a device that costs little.
import { MediaSession } from '../../client/media/mediaSession.ts'
import { wishOf, type Wished } from '../../client/media/wish.ts'
import type { SignalData } from '../../shared/contract/index.ts'
import type { Incarnation } from '../../shared/ids.ts'
import type { Conductor } from '../bench/board/classroom.ts'
import { cheapEngine, trackOf } from './cheapDevice.ts'
import { filmSize } from './film.ts'
import type { Studio } from './studio.ts'

export class CheapPeer implements Disposable {
  readonly connection: Conductor
  readonly session: MediaSession
  readonly #studio: Studio
  readonly #ear: number
  readonly #undo: (() => void)[]
  readonly #isDeaf: boolean
  /** How often media was lost for a moment, since it was built anew. */
  losses = 0
  /** The highest layer of its picture that anybody takes; null until that was told. */
  demanded: number | null = null

  constructor(connection: Conductor, studio: Studio, { isDeaf = false } = {}) {
    this.connection = connection
    this.#isDeaf = isDeaf
    this.#studio = studio
    this.#ear = studio.newEar()
    this.session = new MediaSession(connection, cheapEngine(studio, this.#ear))
    this.#undo = [
      this.session.on('status', ({ kind }) => {
        if (kind === 'rebuilding') this.losses += 1
      }),
      connection.on('room', () => {
        this.session.watching.want(this.#wish)
      }),
      connection.on('signal', ({ name, data }) => {
        if (name === 'media.demand') this.#demand(data as SignalData<'media.demand'>)
        const { incarnation } = data as { incarnation?: Incarnation }
        if (incarnation === undefined || incarnation !== this.session.incarnation) return
        if (name === 'media.move') void this.session.move()
        if (name === 'media.lost') this.session.lost()
      }),
    ]
    this.session.join(this.#wish)
  }

  /** `aloud`: heard to speak all the time. */
  async speak({ aloud = false } = {}): Promise<void> {
    const track = trackOf({ kind: 'audio', layers: [await this.#studio.voice(aloud)] })
    await this.session.publications.publish('microphone', track, false)
  }

  /** A film, in the layers of a camera. */
  async show(layers: Awaited<ReturnType<Studio['film']>>): Promise<void> {
    const track = trackOf({ kind: 'video', layers, size: filmSize })
    await this.session.publications.publish('camera', track, false)
  }

  /** Voices that come to be played. */
  get hears(): number {
    return this.session.watching.sounds.size
  }

  /** The longest that any voice did not come since this was asked before, in ms. */
  takeGap(): Promise<number> {
    return this.#studio.takeGap(this.#ear)
  }

  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo()
    this.session.close()
    this.connection.close()
  }

  #demand({ source, layer }: SignalData<'media.demand'>): void {
    this.demanded = layer
    this.session.publications.demanded(source, layer)
  }

  get #wish(): Wished[] {
    const me = this.connection.viewer?.participant
    if (me === undefined) return []
    const { sources } = this.connection.room
    return wishOf(sources.values(), { me, sound: !this.#isDeaf, looksAt: () => null })
  }
}
