import { expect, it, vi } from 'vitest'
import { layerIdOf } from '../../shared/board/layer.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { initialRoom, type RoomState } from '../../shared/room/state.ts'
import type { Rules } from '../../shared/log.ts'
import { machineClock } from '../clock.ts'
import { startLogEngine } from '../log/engine.ts'
import { MemoryStore } from '../log/memoryStore.ts'
import type { Room } from '../rooms/room.ts'
import { Boards } from './boards.ts'
import { layerKind, layerRules } from './layerRules.ts'
import { silentBoards } from './recorder.ts'
import { openBoardRelay } from './relay.ts'
import { Hand } from './testing/hand.ts'
import { someLayer } from './testing/nodes.ts'

const emptyRooms: Rules<RoomState, RoomCommand> = {
  version: 1,
  initial: initialRoom,
  decide: () => [],
  evolve: (state) => state,
  encode: () => null,
  decode: () => initialRoom,
  reads: () => true,
  redact: (fact) => fact,
}

it('holds a layer and the log of its class as long as somebody draws, though nobody else is there', async () => {
  await using engine = startLogEngine({ store: new MemoryStore(), clock: machineClock })
  const rooms = engine.registry({ kind: 'room', rules: emptyRooms, idleMs: 1 })
  const layers = engine.registry({
    kind: layerKind,
    rules: layerRules,
    oneByOne: true,
    idleMs: 1,
  })
  const failures: unknown[] = []
  let now = 0
  const boards = new Boards({
    layers,
    holdRoom: (room) => rooms.open(room),
    relay: openBoardRelay({ channel: null, secret: 's', onForged: () => undefined }),
    recorder: silentBoards,
    now: () => now,
    failed: (_, error) => failures.push(error),
  })
  const [drawn, left] = [newId<'room'>(), newId<'room'>()]
  const open = async (id: RoomId) => {
    const hold = await rooms.open(id)
    return { hold, room: { id, log: hold.log, state: hold.log.state } as unknown as Room }
  }
  const [here, other] = [await open(drawn), await open(left)]
  const name = someLayer()
  const layer = await boards.enter(here.room, name)
  const ana = new Hand(newId(), { right: 'add', staff: false })
  ana.come(layer)
  for (const { hold } of [here, other]) hold.release()
  await vi.waitFor(() => {
    expect(rooms.peek(left)).toBeNull()
  })
  expect(rooms.peek(drawn)).not.toBeNull()
  expect(ana.closed).toEqual([])

  ana.leave()
  await vi.waitFor(() => {
    now += 1_000
    expect(rooms.peek(drawn)).toBeNull()
    expect(layers.peek(layerIdOf(name))).toBeNull()
  }, 10_000)
  boards.close()
  expect(failures).toEqual([])
})
