// What joining media asks the sfu for.
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/log.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { viewerOf } from '../../shared/room/standing.ts'
import { cast, opening, play, testId, type Move } from '../../shared/room/testing.ts'
import type { Sender } from '../dispatch/dispatcher.ts'
import type { MediaPlane } from '../media/plane.ts'
import { mediaRequests } from './requests.ts'

type Id = (typeof cast)[number]
const [teacher, , student, guest] = cast as [Id, Id, Id, Id]
const room = testId<'room'>(1)
const source = testId<'source'>(100)

const act = (actor: Actor, name: RoomCommand['name'], input: object): Move => ({
  actor,
  command: { name, input },
  pause: 0,
})
const camera = act('system', 'sources.open', {
  source,
  participant: student,
  session: testId<'session'>(11),
  kind: 'camera',
  node: 'a',
  incarnation: testId<'incarnation'>(21),
  paused: false,
})
const forbid = act(teacher, 'class.configure', { forbidden: ['media.seeCameras'] })

/** What the sfu is asked when a guest joins and wishes to see a student's camera, after the moves. */
async function joinAfter(moves: readonly Move[]) {
  const { states, facts } = play([...opening(), camera, ...moves])
  const state = states.at(-1)!
  const log = { position: { seq: facts.length } }
  const sender = {
    room: { id: room, state, log, viewer: (participant: Id) => viewerOf(state, participant) },
    member: { arrival: { participant: guest, session: testId<'session'>(12) } },
  }
  const asked: object[] = []
  const plane = {
    join: (input: object) => {
      asked.push(input)
      return Promise.resolve({ consumers: [] })
    },
  }
  const requests = mediaRequests({
    plane: plane as unknown as MediaPlane,
    iceServersFor: () => [],
    failed: () => undefined,
  })
  const input = { rtpCapabilities: {}, wish: [source] } as never
  await requests['media.join'](sender as unknown as Sender, input)
  return { asked, seq: facts.length }
}

test('a wish says as of which fact it was granted, so that a later word on sight outdoes it', async () => {
  const { asked, seq } = await joinAfter([])
  expect(asked).toMatchObject([{ wish: [source], seq }])
})

test('cameras that are forbidden are not asked for', async () => {
  const { asked, seq } = await joinAfter([forbid])
  expect(asked).toMatchObject([{ wish: [], seq }])
})
