// What reports of an sfu make of devices whose connection is gone.
import { expect, test } from 'vitest'
import type { NodeReport } from '../../shared/contract/sfu.ts'
import { cast, opening, play, testId, type Move } from '../../shared/room/testing.ts'
import { Director, type DirectorParts } from './director.ts'

const room = testId<'room'>(1)
const [, , student] = cast as [Id, Id, Id]
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

function scene() {
  const left: object[] = []
  let now = 0
  let fresh = true
  let hear: (report: NodeReport) => void = () => undefined
  const log = { id: room, state: play([...opening(), come]).states.at(-1)!, isFresh: () => fresh }
  const plane = {
    on: (name: string, listener: typeof hear) => {
      if (name === 'report') hear = listener
      return () => undefined
    },
    leave: (input: object) => {
      left.push(input)
      return Promise.resolve()
    },
  }
  const logs = { loaded: [log], peek: () => null, onOpen: () => () => undefined }
  new Director({ plane, logs, now: () => now } as unknown as DirectorParts)
  const peers = [{ participant: student, session, connected: true, sources: [] }]
  const report = { node: 'a', workers: [], rooms: [{ room, incarnation, peers }] }
  return {
    left,
    become: (...moves: Move[]) => {
      log.state = play([...opening(), come, ...moves]).states.at(-1)!
    },
    cutOff: (cut: boolean) => {
      fresh = !cut
    },
    reportAfter: (seconds: number) => {
      now += seconds * 1_000
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
