// One broadcast as it is watched on this device: its player with the element that goes from place to place as it plays,
// and what of it the screen follows.
import type { Broadcast } from '../../../shared/room/broadcast.ts'
import { recall, remember } from '../../ui/memory.ts'
import { folderOf } from './player/addresses.ts'
import type { Quality, Reach } from './player/engine.ts'
import type { Watched } from './player/experience.ts'
import { findEngine } from './player/openEngine.ts'
import type { PlayerState } from './player/phase.ts'
import { Player } from './player/player.ts'
import { Still } from './player/still.ts'
import { WatchToken, type Watching } from './player/watchToken.ts'

const tickMs = 500
const isVolume = (value: unknown): value is string =>
  typeof value === 'string' && Number(value) > 0 && Number(value) <= 1

/** What is seen of the player; read anew whenever it says so, and a few times a second. */
export interface Sight {
  readonly state: PlayerState
  readonly isLive: boolean
  /** In seconds. */
  readonly delay: number | null
  readonly date: number | null
  readonly reach: Reach | null
  readonly qualities: readonly Quality[]
  readonly shown: number | null
  readonly chosen: number | null
  readonly volume: number
  readonly muted: boolean
  readonly blocked: boolean
  readonly watched: Watched
}

function sightOf(player: Player): Sight {
  const { state, isLive, delay, date, reach, qualities, shown, chosen, watched, voice } = player
  const { volume, muted, blocked } = voice
  return {
    ...{ state, isLive, delay, date, reach, qualities, shown, chosen, watched },
    ...{ volume, muted, blocked },
  }
}

export interface ScreeningParts {
  readonly broadcast: Broadcast
  readonly ask: () => Promise<Watching | null>
  /** The one clock, in ms. */
  readonly now: () => number
}

export class Screening {
  readonly broadcast: Broadcast
  readonly player: Player
  readonly video = document.createElement('video')
  readonly #element = document.createElement('div')
  readonly #still: Still
  readonly #token: WatchToken
  readonly #undo: () => void
  #sight: Sight

  constructor({ broadcast, ask, now }: ScreeningParts) {
    this.broadcast = broadcast
    Object.assign(this.video, { playsInline: true, preload: 'auto' })
    this.video.volume = Number(recall('broadcastVolume', isVolume) ?? 1)
    this.#element.append(this.video)
    this.#still = new Still(this.#element)
    this.#token = new WatchToken(ask, now)
    this.player = new Player({
      video: this.video,
      folder: folderOf(broadcast.node, broadcast.broadcast),
      beganAt: broadcast.beganAt,
      token: this.#token,
      find: findEngine,
      now,
      random: Math.random,
      changed: () => {
        this.#look()
      },
      parting: () => {
        this.#still.keep(this.video)
      },
    })
    this.#sight = $state.raw(sightOf(this.player))
    this.#undo = this.#follow()
  }

  get sight(): Sight {
    return this.#sight
  }

  /** Where it stood before it goes from, still playing. */
  hang(place: HTMLElement): void {
    place.append(this.#element)
    // Out of the page, browsers stop it.
    const { kind } = this.player.state
    if (this.video.paused && (kind === 'playing' || kind === 'waiting')) this.player.play()
  }

  turnUp(volume: number): void {
    this.player.voice.volume = volume
    if (this.video.volume > 0) remember('broadcastVolume', String(this.video.volume))
  }

  close(): void {
    this.#undo()
    this.player.close()
    this.#token.close()
    this.#element.remove()
  }

  #follow(): () => void {
    const timer = setInterval(() => {
      this.player.tick()
      this.#look()
    }, tickMs)
    const wake = () => {
      this.player.wake()
    }
    window.addEventListener('online', wake)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', wake)
    }
  }

  #look(): void {
    // Told before it is there, while it is made.
    if ((this.player as Player | undefined) === undefined) return
    const sight = sightOf(this.player)
    this.#sight = sight
    if (sight.state.kind === 'playing') this.#still.drop()
  }
}
