// What reports of an sfu make of devices whose connection is gone, and of cameras that are hidden by now.
import { expect, test } from 'vitest'
import type { NodeReport } from '../../shared/contract/sfu.ts'
import { cast, opening, play, testId, type Move } from '../../shared/room/testing.ts'
import { Director, type DirectorParts } from './director.ts'

const room = testId<'room'>(1)
const [teacher, , student, guest] = cast as [Id, Id, Id, Id]
type Id = (typeof cast)[number]
const session = testId<'session'>(13)
const incarnation = testId<'incarnation'>(21)
const stay = { participant: student, session, incarnation }

const system = (name: Move['command']['name'], input: object): Move => ({
  actor: 'system',
  command: { name, input },
  pause: 0,
})
const come = system('people.join', {
  ...stay,
  name: 'Sam',
  role: 'student',
  account: null,
  device: 'desktop',
})
const lose = system('people.drop', stay)

/** A log that its director has just found open. */
function openLog() {
  let tell: (batch: object) => void = () => undefined
  const start = play([...opening(), come])
  const log = {
    id: room,
    state: start.states.at(-1)!,
    position: { seq: start.facts.length },
    fresh: true,
    isFresh: () => log.fresh,
    subscribe: (listener: typeof tell) => {
      tell = listener
    },
  }
  const become = (...moves: Move[]) => {
    const { states, facts } = play([...opening(), come, ...moves])
    log.state = states.at(-1)!
    log.position = { seq: facts.length }
    return facts
  }
  /** What is new comes by the log. */
  const happen = (...moves: Move[]) => {
    const { state: before, position } = log
    const facts = become(...moves).slice(position.seq)
    tell({ before, state: log.state, facts, upto: log.position, reset: false })
    return log.position.seq
  }
  return { log, become, happen }
}

function scene() {
  const left: object[] = []
  const hidden: object[] = []
  let seesAsOf: number | null = null
  let now = 0
  let hear: (report: NodeReport) => void = () => undefined
  const { log, become, happen } = openLog()
  const plane = {
    on: (name: string, listener: typeof hear) => {
      if (name === 'report') hear = listener
      return () => undefined
    },
    leave: (input: object) => Promise.resolve(left.push(input)),
    hide: (input: object) => {
      hidden.push(input)
      return Promise.reject(new Error('The channel is down.'))
    },
    want: () => Promise.resolve(),
  }
  const onOpen = (follow: (opened: typeof log) => void) => {
    follow(log)
    return () => undefined
  }
  const logs = { loaded: [log], peek: () => null, onOpen }
  const failed = () => undefined
  new Director({ plane, logs, now: () => now, failed } as unknown as DirectorParts)
  return {
    left,
    hidden,
    become,
    happen,
    see: (asOf: number | null) => {
      seesAsOf = asOf
    },
    cutOff: (cut: boolean) => {
      log.fresh = !cut
    },
    reportAfter: (seconds: number) => {
      now += seconds * 1_000
      const peers = [{ participant: student, session, connected: true, seesAsOf, sources: [] }]
      const report = { node: 'a', workers: [], rooms: [{ room, incarnation, peers }] }
      hear(report as unknown as NodeReport)
    },
  }
}

test('media of a device goes on while its connection is lost, and ends when it does not come back', () => {
  const { left, become, reportAfter } = scene()
  reportAfter(0)
  reportAfter(300)
  become(lose)
  reportAfter(0)
  reportAfter(50)
  expect(left).toEqual([])
  reportAfter(20)
  expect(left).toEqual([{ room, participant: student, session }])
})

test('who came back has the whole time again', () => {
  const { left, become, reportAfter } = scene()
  become(lose)
  reportAfter(0)
  become(lose, come)
  reportAfter(50)
  become(lose, come, lose)
  reportAfter(20)
  reportAfter(50)
  expect(left).toEqual([])
})

test('a node that is cut off sends nobody away', () => {
  const { left, become, cutOff, reportAfter } = scene()
  become(lose)
  reportAfter(0)
  cutOff(true)
  reportAfter(100)
  cutOff(false)
  reportAfter(1)
  expect(left).toEqual([])
})

const camera = system('sources.open', {
  source: testId<'source'>(100),
  participant: guest,
  session: testId<'session'>(14),
  kind: 'camera',
  node: 'b',
  incarnation,
  paused: false,
})
const forbid: Move = {
  actor: teacher,
  command: { name: 'class.configure', input: { forbidden: ['media.seeCameras'] } as never },
  pause: 0,
}

test('hiding cameras is said again until a report shows that it was heard', () => {
  const { hidden, happen, see, reportAfter } = scene()
  const granted = happen(camera)
  see(granted)
  const seq = happen(camera, forbid)
  const sources = [testId<'source'>(100)]
  expect(hidden).toMatchObject([{ room, seq, sources }])
  reportAfter(2)
  expect(hidden.slice(1)).toEqual([{ room, seq, participants: [student], sources }])
  see(seq)
  reportAfter(2)
  see(null)
  reportAfter(2)
  expect(hidden).toHaveLength(2)
})

test('who loses nothing by what happens to others is told nothing', () => {
  const { hidden, happen, see, reportAfter } = scene()
  see(happen(camera, forbid))
  hidden.length = 0
  const restrict = { participant: guest, permissions: ['media.seeCameras'], on: false, reason: '' }
  const input = restrict as never
  happen(camera, forbid, {
    actor: teacher,
    command: { name: 'moderation.restrict', input },
    pause: 0,
  })
  reportAfter(2)
  expect(hidden).toEqual([])
})
