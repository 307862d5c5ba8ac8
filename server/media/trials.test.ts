// How many trials there are at once, and that each ends.
import { expect, test } from 'vitest'
import type { SfuInput } from '../../shared/contract/sfu.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { Trials } from './trials.ts'

type Plane = ConstructorParameters<typeof Trials>[0]['plane']

function open(most: number) {
  const [joined, closed]: [RoomId[], RoomId[]] = [[], []]
  const lasting: (number | undefined)[] = []
  let broken = false
  const plane = {
    rtpCapabilities: {},
    try: ({ room, lastsMs }: SfuInput<'join'>) => {
      if (broken) return Promise.reject(new Error('no node'))
      joined.push(room)
      lasting.push(lastsMs)
      return Promise.resolve(
        ['one', 'two'].map((node) => ({
          send: { id: `${node} in` },
          receive: { id: `${node} out` },
        })),
      )
    },
    closeRoom: ({ room }: { room: RoomId }) => {
      closed.push(room)
      return Promise.resolve()
    },
  } as unknown as Plane
  const iceServersFor = (_: ParticipantId, lastMs?: number) => {
    lasting.push(lastMs)
    return []
  }
  const trials = new Trials({ plane, most, iceServersFor, failed: () => undefined })
  return { trials, joined, closed, lasting, breakPlane: () => (broken = true) }
}

test('each has a room of its own, and all end when the server does', async () => {
  const { trials, joined, closed, lasting } = open(5)
  expect(await trials.open()).toEqual({
    nodes: [
      { transports: [{ id: 'one in' }, { id: 'one out' }] },
      { transports: [{ id: 'two in' }, { id: 'two out' }] },
    ],
    iceServers: [],
  })
  await trials.open()
  expect(new Set(joined).size).toBe(2)
  trials.close()
  trials.close()
  expect(closed).toEqual(joined)
  expect(lasting).toEqual([60_000, 60_000, 60_000, 60_000])
})

test('there are so many at once and no more; what ended makes room', async () => {
  const { trials } = open(2)
  await Promise.all([trials.open(), trials.open()])
  await expect(trials.open()).rejects.toMatchObject({ code: 'rateLimited' })
  trials.close()
  await trials.open()
  trials.close()
})

test('what could not be opened takes no room', async () => {
  const { trials, breakPlane } = open(1)
  breakPlane()
  for (let count = 0; count < 3; count += 1) await expect(trials.open()).rejects.toThrow('no node')
})
