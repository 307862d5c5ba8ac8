import { expect, it, onTestFinished, vi } from 'vitest'
import { newId, type Incarnation, type SessionId } from '../../shared/ids.ts'
import { presence } from '../../shared/room/people.ts'
import { roomRules } from '../../shared/room/rules.ts'
import { machineClock } from '../clock.ts'
import { startLogEngine } from '../log/engine.ts'
import { MemoryStore } from '../log/memoryStore.ts'
import { tellAbsentees } from './absentees.ts'

/** A room where people come under runs of nodes, and the looks at it one by one. */
async function openScene() {
  const engine = startLogEngine({ store: new MemoryStore(), clock: machineClock })
  onTestFinished(() => engine.close())
  const registry = engine.registry({ kind: 'room', rules: roomRules })
  const { log } = await registry.open(newId<'room'>())
  const own = newId<'incarnation'>()
  const live = new Set([own])
  const held = new Set<SessionId>()
  const told: ((gone: Incarnation) => void)[] = []
  let next: () => void = () => undefined
  const stop = tellAbsentees({
    leases: {
      incarnation: own,
      held: true,
      isLive: (incarnation) => live.has(incarnation),
      onNodeLost: (listener) => {
        told.push(listener)
        return () => undefined
      },
    },
    seats: { isHeld: ({ session }) => held.has(session) },
    clock: {
      ...machineClock,
      delay: (_, callback) => {
        next = callback
        return () => undefined
      },
    },
    logs: { loaded: [log] },
    failed: () => undefined,
  })
  onTestFinished(stop)
  const come = async (incarnation: Incarnation) => {
    const participant = newId<'participant'>()
    const session = newId<'session'>()
    const person = { participant, name: 'Ada', role: 'student', account: null } as const
    const origin = { invite: null, mark: null, member: false }
    const input = { ...person, ...origin, session, incarnation, device: 'desktop' } as const
    const command = { name: 'people.join', input } as const
    await log.submit({ key: newId(), actor: 'system', command })
    const how = () => {
      const known = log.state.people.get(participant)
      return known === undefined ? 'unknown' : presence(known)
    }
    return { session, how }
  }
  const look = async () => {
    next()
    await log.idle()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { log, own, live, held, told, come, look }
}

it('says of a connection that nobody holds that it is lost, and looks twice before', async () => {
  const { own, held, come, look } = await openScene()
  const [ghost, here] = [await come(own), await come(own)]
  held.add(here.session)
  await look()
  expect([ghost.how(), here.how()]).toEqual(['here', 'here'])
  await look()
  await vi.waitFor(() => {
    expect([ghost.how(), here.how()]).toEqual(['dropped', 'here'])
  })
})

it('says once more what a store that was away refused of a node that is gone', async () => {
  const { log, live, told, come, look } = await openScene()
  const other = newId<'incarnation'>()
  live.add(other)
  const person = await come(other)
  live.delete(other)
  const away = { ok: false, refusal: { code: 'unavailable', message: '' } } as const
  vi.spyOn(log, 'submit').mockResolvedValueOnce(away)
  for (const tell of told) tell(other)
  expect(person.how()).toBe('here')
  await look()
  await look()
  await vi.waitFor(() => {
    expect(person.how()).toBe('dropped')
  })
})
