// What a connection that waits is told.
import { expect, it } from 'vitest'
import { memberOf, type LiveSocket } from './socket.ts'

it('is told a place that only goes down, until they were in', () => {
  const told: number[] = []
  const socket = {
    data: { ahead: null },
    join: () => undefined,
    leave: () => undefined,
    emit: (_: string, { data }: { data: { ahead: number } }) => told.push(data.ahead),
  } as unknown as LiveSocket
  const member = memberOf(socket, { room: 'room', participant: 'one' } as never)
  member.view('waiting')
  for (const ahead of [5, 3, 8, 1]) member.tellPlace(ahead)
  expect(told).toEqual([5, 3, 3, 1])
  member.view('member')
  member.view('waiting')
  member.tellPlace(4)
  expect(told.at(-1)).toBe(4)
})
