// Lets a browser try whether media gets through: two transports on each node, in a room of their own that nobody
// else is in. They carry nothing and end after a while; so many at once and no more.
import type { OutputOf } from '../../shared/contract/http/routes.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { MediaPlane } from './plane.ts'
import type { IceServersFor } from './turn.ts'

/** Longer than any trial: so long the names for TURN are good, and a node keeps what this server could not end. */
const limitMs = 60_000
/** Of an installation with more nodes so many are tried: a browser looks for its way to all of them at once. */
const mostNodes = 8
/** Who finds all taken may come again after so long. */
const busyMs = 5_000

type Trial = OutputOf<'media.try'>

export interface TrialDoor {
  open(): Promise<Trial>
}

interface TrialOptions {
  readonly plane: Pick<MediaPlane, 'try' | 'closeRoom' | 'rtpCapabilities'>
  readonly iceServersFor: IceServersFor
  readonly failed: (what: string, error: unknown) => void
  readonly lastMs?: number
  readonly most?: number
}

export class Trials implements TrialDoor {
  readonly #options: Required<TrialOptions>
  readonly #endings = new Map<NodeJS.Timeout, () => void>()
  /** Being opened or open. */
  #count = 0

  constructor({ lastMs = 20_000, most = 200, ...rest }: TrialOptions) {
    this.#options = { lastMs, most, ...rest }
  }

  async open(): Promise<Trial> {
    const { plane, iceServersFor, most } = this.#options
    if (this.#count >= most)
      throw new LyceumError('rateLimited', 'Many are trying just now; try again in a moment.', {
        retryAfter: busyMs,
      })
    this.#count += 1
    const seat = {
      room: newId<'room'>(),
      participant: newId<'participant'>(),
      session: newId<'session'>(),
    }
    const { rtpCapabilities } = plane
    try {
      const joining = { ...seat, rtpCapabilities, seq: 0, wish: [], lastsMs: limitMs }
      const joined = await plane.try(joining, mostNodes)
      this.#endLater(() => plane.closeRoom({ room: seat.room }))
      return {
        nodes: joined.map(({ send, receive }) => ({ transports: [send, receive] })),
        iceServers: iceServersFor(seat.participant, limitMs),
      }
    } catch (error) {
      this.#count -= 1
      throw error
    }
  }

  /** Idempotent; what is open ends now. */
  close(): void {
    for (const [timer, end] of this.#endings) {
      clearTimeout(timer)
      end()
    }
  }

  #endLater(close: () => Promise<void>): void {
    const end = (): void => {
      this.#endings.delete(timer)
      this.#count -= 1
      close().catch((error: unknown) => {
        this.#options.failed('ending a trial', error)
      })
    }
    const timer = setTimeout(end, this.#options.lastMs)
    this.#endings.set(timer, end)
  }
}
