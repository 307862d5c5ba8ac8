// What one writes while breakout rooms open and end: it stays in its conversation, and nothing goes into another.
import { expect, test, vi } from 'vitest'
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import type { Fact } from '../../../shared/log.ts'
import { testId } from '../../../shared/room/testing/cast.ts'
import { Life } from '../../../shared/room/testing/life.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { Chat } from './chat.svelte.ts'

const id = (n: number) => testId<'participant'>(n)
const [teacher, ada] = [id(1), id(2)] as [ParticipantId, ParticipantId]

/** Ada’s chat, in a class that goes on around her. */
class Desk extends Life {
  readonly said: { text: string; to: { kind: string } }[] = []
  readonly chat: Chat
  readonly owls: BreakoutId
  #hear: (fact: Fact) => void = () => undefined

  constructor() {
    super()
    this.join(1, { role: 'instructor' })
    this.join(2)
    this.do(teacher, 'class.start', {})
    const names = ['Owls']
    this.do(teacher, 'breakouts.plan', { names, assign: 'random', choice: false })
    this.owls = this.state.breakouts.rooms.keySeq().first() ?? expect.unreachable()
    this.chat = new Chat(this.#room())
  }

  tell(name: 'open' | 'callBack', input: object): void {
    const before = this.facts.length
    this.do(teacher, `breakouts.${name}`, input)
    for (const fact of this.facts.slice(before)) this.#hear(fact)
  }

  open(): void {
    this.tell('open', { minutes: null })
  }

  callBack(): void {
    this.tell('callBack', {})
  }

  /** Of the chat what it asks of a room. */
  #room(): Room {
    const off = () => () => undefined
    const state = () => this.state
    const room = {
      me: { participant: ada, name: 'Ada', role: 'student' },
      role: 'student',
      staff: false,
      now: this.now,
      get state() {
        return state()
      },
      can: () => true,
      onSignal: off,
      onFacts: (hear: (fact: Fact) => void) => {
        this.#hear = hear
        return () => undefined
      },
      connection: {
        on: off,
        signal: () => undefined,
        clock: { now: () => this.now },
        get room() {
          return state()
        },
      },
      command: (_: string, input: { text: string; to: { kind: string } }) => {
        this.said.push(input)
        return Promise.resolve({ ok: false, error: { code: 'unavailable', message: '' } })
      },
    }
    return room as unknown as Room
  }
}

test('who writes nothing comes with the rooms, and back', () => {
  const desk = new Desk()
  desk.open()
  expect(desk.chat.to).toEqual({ kind: 'breakout', breakout: desk.owls })
  desk.callBack()
  expect(desk.chat.to).toEqual({ kind: 'all' })
  expect(desk.chat.held).toBe(false)
})

test('what one is writing stays where it is when the rooms end, and cannot go to everybody', () => {
  const desk = new Desk()
  desk.open()
  desk.chat.draft = 'between us'
  desk.callBack()
  expect(desk.chat.to).toEqual({ kind: 'breakout', breakout: desk.owls })
  expect(desk.chat.draft).toBe('between us')
  expect([desk.chat.allowed, desk.chat.held]).toEqual([false, true])
  desk.chat.say()
  expect(desk.said).toEqual([])
  expect(desk.chat.draft).toBe('between us')
})

test('who has just sent something, and may write on, comes when the fingers rest', () => {
  vi.useFakeTimers()
  const desk = new Desk()
  desk.open()
  desk.chat.draft = 'one'
  desk.chat.types()
  desk.chat.say()
  desk.callBack()
  expect(desk.chat.held).toBe(true)
  vi.runAllTimers()
  expect([desk.chat.to, desk.chat.held]).toEqual([{ kind: 'all' }, false])

  desk.open()
  vi.runAllTimers()
  desk.chat.types()
  desk.callBack()
  desk.chat.draft = 'o'
  vi.runAllTimers()
  expect([desk.chat.draft, desk.chat.held]).toEqual(['o', true])
  desk.chat.open({ key: 'all' })
  expect([desk.chat.to, desk.chat.held]).toEqual([{ kind: 'all' }, false])
  vi.useRealTimers()
})

test('what one is writing to everybody waits while one is in a room, unless one takes it along', () => {
  const desk = new Desk()
  desk.chat.draft = 'for all'
  desk.open()
  expect([desk.chat.to, desk.chat.held]).toEqual([{ kind: 'all' }, true])
  desk.chat.takeAlong()
  expect([desk.chat.draft, desk.chat.held]).toEqual(['for all', false])
  desk.chat.say()
  expect(desk.said).toMatchObject([
    { text: 'for all', to: { kind: 'breakout', breakout: desk.owls } },
  ])
})
