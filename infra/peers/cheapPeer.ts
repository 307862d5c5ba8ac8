// A person of a class who hears all voices, and may speak, without a browser: the client's own connection and
// media session on a device that costs little.
import { MediaSession } from '../../client/media/mediaSession.ts'
import { wishOf, type Wished } from '../../client/media/wish.ts'
import type { Incarnation } from '../../shared/ids.ts'
import type { Conductor } from '../bench/board/classroom.ts'
import { cheapDevice, trackOf } from './cheapDevice.ts'
import type { Studio } from './studio.ts'

export class CheapPeer implements Disposable {
  readonly connection: Conductor
  readonly session: MediaSession
  readonly #studio: Studio
  readonly #ear: number
  readonly #undo: (() => void)[]
  /** How often media was lost for a moment, since it was built anew. */
  losses = 0

  constructor(connection: Conductor, studio: Studio) {
    this.connection = connection
    this.#studio = studio
    this.#ear = studio.newEar()
    this.session = new MediaSession(connection, cheapDevice(studio, this.#ear))
    this.#undo = [
      this.session.on('status', ({ kind }) => {
        if (kind === 'rebuilding') this.losses += 1
      }),
      connection.on('room', () => {
        this.session.watching.want(this.#wish)
      }),
      connection.on('signal', ({ name, data }) => {
        const { incarnation } = data as { incarnation?: Incarnation }
        if (incarnation === undefined || incarnation !== this.session.incarnation) return
        if (name === 'media.move') void this.session.move()
        if (name === 'media.lost') this.session.lost()
      }),
    ]
    this.session.join(this.#wish)
  }

  async speak(): Promise<void> {
    const track = trackOf(await this.#studio.voice())
    await this.session.publications.publish('microphone', track, false)
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

  get #wish(): Wished[] {
    const me = this.connection.viewer?.participant
    if (me === undefined) return []
    return wishOf(this.connection.room.sources.values(), { me, sound: true, looksAt: () => null })
  }
}
