// What a room tells somebody who is only just coming.
import { expect, it, onTestFinished, vi } from 'vitest'
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import type { Refusal } from '../../shared/errors.ts'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import type { Actor, Frame } from '../../shared/log.ts'
import type { Role } from '../../shared/roles.ts'
import { roomRules } from '../../shared/room/rules.ts'
import type { ViewKind } from '../../shared/room/viewer.ts'
import { machineClock } from '../clock.ts'
import { startLogEngine } from '../log/engine.ts'
import { MemoryStore } from '../log/memoryStore.ts'
import type { Member, Outlet } from './outlet.ts'
import { Room } from './room.ts'

/** A connection: what it was sent, and the group it is in. */
function reader(participant: ParticipantId) {
  const frames: Frame[] = []
  const farewells: Refusal[] = []
  let group: ViewKind | null = null
  const send = (event: string, ...payload: readonly unknown[]) => {
    if (event === 'frame') frames.push(payload[0] as Frame)
  }
  const member = {
    arrival: { participant },
    send,
    view: (kind: ViewKind) => {
      group = kind
    },
    dismiss: (reason: Refusal) => {
      farewells.push(reason)
    },
  } as unknown as Member
  return { participant, member, frames, farewells, send, isIn: (kind: ViewKind) => group === kind }
}

type Reader = ReturnType<typeof reader>

const outletTo = (readers: readonly Reader[]): Outlet => ({
  toView:
    (kind, except) =>
    (event, ...payload) => {
      for (const one of readers)
        if (one.isIn(kind) && !except.includes(one.participant)) one.send(event, ...payload)
    },
  volatile: () => () => undefined,
})

async function openRoom() {
  const engine = startLogEngine({ store: new MemoryStore(), clock: machineClock })
  onTestFinished(() => engine.close())
  const { log } = await engine.registry({ kind: 'room', rules: roomRules }).open(newId<'room'>())
  const act = async <Name extends CommandName>(actor: Actor, name: Name, input: InputOf<Name>) => {
    const outcome = await log.submit({ key: newId(), actor, command: { name, input } })
    expect(outcome).toMatchObject({ ok: true })
  }
  const come = async (name: string, role: Role) => {
    const participant = newId<'participant'>()
    const place = { session: newId<'session'>(), incarnation: newId<'incarnation'>() }
    const person = { participant, name, role, account: null, invite: null, mark: null }
    await act('system', 'people.join', { ...person, ...place, device: 'desktop', member: true })
    return reader(participant)
  }
  const people = [
    await come('Ada', 'instructor'),
    await come('Emmy', 'student'),
    await come('Eve', 'student'),
  ] as const
  await act(people[0].participant, 'class.open', {})
  await act(people[0].participant, 'class.start', {})
  const outlet = outletTo(people)
  const room = new Room({ log, outlet, now: Date.now, delivered: () => undefined })
  onTestFinished(() => {
    room.close()
  })
  return { room, log, act, people }
}

const texts = ({ frames }: Reader) =>
  frames.flatMap(({ facts }) => facts.map(({ body }) => (body as { text: string }).text))

it('holds what comes until they have what was before, so that nothing that names them is passed over', async () => {
  const { room, log, act, people } = await openRoom()
  const [{ participant: ada }, emmy, eve] = people
  room.add(eve.member)
  room.catchUp(eve.member, log.position)
  const had = log.position
  room.add(emmy.member)
  const to = { kind: 'person', participant: emmy.participant } as const
  await act(ada, 'chat.say', { text: 'for Emmy', replyTo: null, to })
  const before = log.position
  await act(ada, 'chat.say', { text: 'for all', replyTo: null })
  await vi.waitFor(() => {
    expect(texts(eve)).toEqual(['for all'])
  })
  // Eve's frame starts before what was for Emmy alone.
  expect(eve.frames.at(-1)?.after).toBeLessThan(before.seq)
  expect(emmy.frames).toEqual([])

  room.catchUp(emmy.member, had)
  expect(texts(emmy)).toEqual(['for Emmy', 'for all'])
  expect(emmy.frames.at(-1)).toMatchObject({ after: had.seq, upto: log.position })
  await act(ada, 'chat.say', { text: 'more', replyTo: null })
  await vi.waitFor(() => {
    expect(texts(emmy)).toEqual(['for Emmy', 'for all', 'more'])
  })
})

it('sends whoever was removed away, though they were removed before they were seated', async () => {
  const { room, act, people } = await openRoom()
  const [{ participant: ada }, emmy, eve] = people
  room.add(eve.member)
  await act(ada, 'moderation.remove', { participant: emmy.participant, reason: 'Enough.' })
  expect(room.add(emmy.member).kind).toBe('waiting')
  expect(emmy.farewells).toMatchObject([{ code: 'forbidden', reason: 'removed', words: 'Enough.' }])
  expect(eve.farewells).toEqual([])
})
