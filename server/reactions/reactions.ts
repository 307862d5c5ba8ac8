// Gathers reactions and pace feedback of this node's people and tells sums: to its own people, to the
// other nodes, and now and then to the log. Wired in `live.ts`; the rest of the server knows none of it.
import type { InputOf, SignalData, SignalName } from '../../shared/contract/index.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { mayDo } from '../../shared/room/standing.ts'
import { presence } from '../../shared/room/people.ts'
import type { RequestHandlers } from '../dispatch/dispatcher.ts'
import type { Passing } from '../rooms/relay.ts'
import type { Room } from '../rooms/room.ts'
import { Gathering, type Told } from './gathering.ts'

/** In ms; only while something waits or is held. */
const lookEvery = 50

type GatheredRoom = Pick<Room, 'id' | 'state' | 'size' | 'tell'> & {
  readonly log: Pick<Room['log'], 'isFresh'>
}

export interface ReactionsParts {
  readonly room: (id: RoomId) => GatheredRoom | undefined
  /** To the other nodes. */
  readonly pass: (passing: Passing) => void
  readonly count: (room: RoomId, input: InputOf<'reactions.count'>) => Promise<unknown>
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

function countingIn({ state }: GatheredRoom) {
  return (participant: ParticipantId) => {
    const person = state.people.get(participant)
    const here = person !== undefined && presence(person) === 'here'
    return here && mayDo(state, participant, 'reactions.send')
  }
}

export class Reactions {
  readonly #parts: ReactionsParts
  readonly #gatherings = new Map<RoomId, Gathering>()
  readonly #counting = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | null = null

  constructor(parts: ReactionsParts) {
    this.#parts = parts
  }

  /** What somebody sent here and was allowed to, or another node gathered; anything else is not for here. */
  take({ room, from, name, data }: Passing): void {
    const now = this.#parts.now()
    const gathering = this.#gather(room)
    const handlers: { readonly [Name in SignalName]?: (data: SignalData<Name>) => void } = {
      'reactions.send': ({ emoji }) => {
        if (from !== null) gathering.react(from, emoji, now)
      },
      'reactions.pace': ({ pace }) => {
        if (from !== null) gathering.press({ participant: from, pace, at: now })
      },
      'reactions.gathered': (burst) => {
        gathering.hearGathered(burst, now)
      },
      'reactions.standings': ({ standings }) => {
        gathering.hearStandings(standings)
      },
    }
    handlers[name]?.(data as never)
  }

  readonly requests: Pick<RequestHandlers, 'reactions.readGauge'> = {
    'reactions.readGauge': ({ room }) => {
      const gathering = this.#gatherings.get(room.id)
      const none = { slower: 0, faster: 0, lost: 0 }
      return Promise.resolve(gathering?.gauge(this.#parts.now(), countingIn(room)) ?? none)
    },
  }

  /** Tells what is due; made to be called again and again. */
  look(): void {
    const now = this.#parts.now()
    for (const [id, gathering] of this.#gatherings) {
      const room = this.#parts.room(id)
      if (room === undefined) gathering.count()
      else gathering.look(now, countingIn(room))
      if (room === undefined || gathering.isIdle) this.#gatherings.delete(id)
    }
    if (this.#gatherings.size === 0) this.#stop()
  }

  /** What was not counted yet is. */
  async close(): Promise<void> {
    this.#stop()
    for (const gathering of this.#gatherings.values()) gathering.count()
    this.#gatherings.clear()
    await Promise.all(this.#counting)
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #gather(id: RoomId): Gathering {
    const known = this.#gatherings.get(id)
    if (known !== undefined) return known
    const gathering = new Gathering(this.#told(id))
    this.#gatherings.set(id, gathering)
    this.#timer ??= setInterval(() => {
      this.look()
    }, lookEvery)
    return gathering
  }

  #told(id: RoomId): Told {
    const tell = <Name extends SignalName>(name: Name, data: SignalData<Name>) => {
      const room = this.#parts.room(id)
      if (room !== undefined && room.size > 0 && room.log.isFresh()) room.tell(name, data)
    }
    const pass = <Name extends SignalName>(name: Name, data: SignalData<Name>) => {
      this.#parts.pass({ room: id, from: null, name, data })
    }
    return {
      burst: (burst) => {
        tell('reactions.burst', burst)
      },
      gauge: (gauge) => {
        tell('reactions.gauge', gauge)
      },
      gathered: (burst) => {
        pass('reactions.gathered', burst)
      },
      standings: (standings) => {
        pass('reactions.standings', standings)
      },
      count: (counts) => {
        const counting = this.#parts.count(id, { counts }).then(
          () => undefined,
          (error: unknown) => {
            this.#parts.failed('counting reactions', error)
          },
        )
        this.#counting.add(counting)
        void counting.then(() => this.#counting.delete(counting))
      },
    }
  }
}
