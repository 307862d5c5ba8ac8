// What joining media does when rights change meanwhile.
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/log.ts'
import { viewerOf, type RoomCommand } from '../../shared/room/command.ts'
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

/** A guest joins and wishes to see a student's camera; the moves happen while the sfu makes the seat. */
async function joinDuring(moves: readonly Move[]) {
  const stateAfter = (more: readonly Move[]) => play([...opening(), camera, ...more]).states.at(-1)!
  const hidden: object[] = []
  let state = stateAfter([])
  const sender = {
    room: {
      id: room,
      get state() {
        return state
      },
      viewer: (participant: Id) => viewerOf(state, participant),
    },
    member: { arrival: { participant: guest, session: testId<'session'>(12) } },
  }
  const plane = {
    join: ({ wish }: { wish: readonly unknown[] }) => {
      expect(wish).toEqual([source])
      state = stateAfter(moves)
      return Promise.resolve({ consumers: [] })
    },
    hide: (input: object) => {
      hidden.push(input)
      return Promise.resolve()
    },
  }
  const requests = mediaRequests(plane as unknown as MediaPlane, () => undefined)
  const input = { rtpCapabilities: {}, wish: [source] } as never
  await requests['media.join'](sender as unknown as Sender, input)
  return hidden
}

test('what was forbidden while somebody joined is hidden from them', async () => {
  expect(await joinDuring([forbid])).toEqual([{ room, participants: [guest], sources: [source] }])
})

test('who may see what they wished keeps it', async () => {
  expect(await joinDuring([])).toEqual([])
})
