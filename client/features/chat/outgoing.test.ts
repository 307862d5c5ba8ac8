// What was refused is sent again: one, or all in their order, as fast as the server lets one.
import { expect, test } from 'vitest'
import type { Refusal } from '../../../shared/errors.ts'
import { newId } from '../../../shared/ids.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { Sending } from './outgoing.svelte.ts'

/** Of a room what sending asks of it; `refuse` says why it takes a message not. */
class Door {
  readonly said: string[] = []
  refuse: (text: string) => Refusal | null = () => null
  readonly sending = new Sending(this as unknown as Room)

  command(_: string, { text }: { text: string }) {
    const error = this.refuse(text)
    if (error !== null) return Promise.resolve({ ok: false, error })
    this.said.push(text)
    return Promise.resolve({ ok: true, output: { facts: [] } })
  }

  caughtUp(): Promise<void> {
    return Promise.resolve()
  }

  async send(...texts: readonly string[]): Promise<void> {
    const rest = { files: [], replyTo: null, to: { kind: 'all' }, thread: 'all' } as const
    for (const text of texts) await this.sending.send({ key: newId(), text, ...rest })
  }

  get failed(): string[] {
    const failed = this.sending.into('all').filter(({ state }) => state.kind === 'failed')
    return failed.map(({ text }) => text)
  }
}

const tooFast: Refusal = { code: 'rateLimited', message: '', retryAfter: 1 }

test('all that was refused is said in its order, however often that is too fast', async () => {
  const door = new Door()
  door.refuse = () => tooFast
  await door.send('one', 'two', 'three')
  expect(door.failed).toEqual(['one', 'two', 'three'])

  let tries = 0
  door.refuse = () => ((tries += 1) % 2 === 1 ? tooFast : null)
  await door.sending.retryAll('all')
  expect(door.said).toEqual(['one', 'two', 'three'])
  expect(door.sending.into('all')).toEqual([])
})

test('what is refused for another reason stays, and keeps nothing else', async () => {
  const door = new Door()
  door.refuse = () => tooFast
  await door.send('one', 'two')
  door.refuse = (text) => (text === 'one' ? { code: 'forbidden', message: '' } : null)
  await door.sending.retryAll('all')
  expect(door.said).toEqual(['two'])
  expect(door.failed).toEqual(['one'])
})
