// A memory body of the port to rooms, for tests of the door: it knows the legal steps of a class and
// nothing else of rooms.
import { LyceumError } from '../../../shared/errors.ts'
import type { RoomId } from '../../../shared/ids.ts'
import { initialRoom } from '../../../shared/room/state.ts'
import type { BoardArchive } from '../../boards/archive.ts'
import type { RoomDoor, RoomSummary } from '../../catalogue/ports.ts'

type State = RoomSummary['state']

const legal: Readonly<Record<string, { from: readonly State[]; to: State }>> = {
  'class.open': { from: ['scheduled'], to: 'lobby' },
  'class.start': { from: ['scheduled', 'lobby'], to: 'live' },
  'class.end': { from: ['live'], to: 'ended' },
  'class.reopen': { from: ['ended'], to: 'live' },
  'class.cancel': { from: ['scheduled', 'lobby'], to: 'cancelled' },
}

export interface MemoryRooms extends RoomDoor {
  readonly appointed: { room: RoomId; input: unknown }[]
}

export function memoryRooms(): MemoryRooms {
  const rooms = new Map<RoomId, RoomSummary>()
  const appointed: MemoryRooms['appointed'] = []
  const blank: RoomSummary = {
    state: 'scheduled',
    title: '',
    startsAt: null,
    present: 0,
    note: '',
    asOf: 0,
  }
  const next = (room: RoomSummary, name: string, input: unknown): RoomSummary => {
    if (name === 'class.schedule') {
      if (room.state !== 'scheduled') throw new LyceumError('illegalStep')
      const { title, startsAt } = input as { title: string; startsAt: number | null }
      return { ...room, title, startsAt }
    }
    const step = legal[name]
    if (step?.from.includes(room.state) !== true) {
      throw new LyceumError('illegalStep', `A class that is ${room.state} cannot do this.`)
    }
    return { ...room, state: step.to }
  }
  return {
    appointed,
    async command(room, _actor, { name, input }) {
      if (name === 'captions.write') return
      if (name === 'people.appoint') {
        appointed.push({ room, input })
        return
      }
      const before = rooms.get(room) ?? blank
      rooms.set(room, { ...next(before, name, input), asOf: before.asOf + 1 })
    },
    async record() {
      const facts = async function* (): AsyncGenerator<never> {
        // Nothing ever happens here.
      }
      return { state: initialRoom, facts, fact: async () => null, close: () => undefined }
    },
    async barred() {
      return null
    },
    async summary(room) {
      return rooms.get(room) ?? blank
    },
  }
}

/** These rooms have no boards. */
export const noArchive: BoardArchive = {
  sight: async () => ({ seq: 0, update: new Uint8Array() }),
  momentsOf: async () => [],
}
