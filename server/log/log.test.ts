// What one log on one node promises to whoever uses it. What races and faults may do is in
// `simulation.test.ts`.
import { describe, expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { origin, type Rules } from '../../shared/log.ts'
import { machineClock } from '../clock.ts'
import { startLogEngine } from './engine.ts'
import { HintBus, signedHints } from './hints.ts'
import { MemoryStore } from './memoryStore.ts'
import { silentRecorder } from './recorder.ts'
import { StoreRejected, type LogStore } from './store.ts'
import { ledgerRules, type LedgerCommand, type LedgerState } from './testing/ledger.ts'
import type { Batch } from './timeline.ts'

const ann = newId<'participant'>()
const bob = newId<'participant'>()

interface BenchOptions {
  readonly store?: LogStore
  readonly bus?: HintBus
  readonly rules?: Rules<LedgerState, LedgerCommand>
}

/** A node of its own, with one log open. */
async function open(id: LogId, options: BenchOptions = {}) {
  const { store = new MemoryStore(), bus = new HintBus(), rules = ledgerRules } = options
  const failures: string[] = []
  const hints = signedHints({ channel: bus.channel(), secret: 's', onForged: () => undefined })
  const failed = (what: string) => failures.push(what)
  const recorder = { ...silentRecorder, failed }
  const engine = startLogEngine({ store, clock: machineClock, hints, recorder })
  const registry = engine.registry({ kind: 'ledger', rules })
  const { log } = await registry.open(id)
  let keys = 0
  const send = (command: LedgerCommand, more: { key?: string; actor?: typeof ann } = {}) => {
    keys += 1
    return log.submit({ key: `${keys}`, actor: ann, command, ...more })
  }
  return { engine, registry, log, send, failures, [Symbol.asyncDispose]: () => engine.close() }
}

const freshLog = () => newId<'room'>()
const say = (text: string): LedgerCommand => ({ name: 'say', text })

describe('submit', () => {
  it('answers with the facts of that command alone', async () => {
    await using node = await open(freshLog())
    const [one, two] = await Promise.all([
      node.send({ name: 'sayTwice', text: 'a' }),
      node.send(say('b'), { actor: bob }),
    ])
    expect(one).toMatchObject({ ok: true, facts: [{ seq: 1 }, { seq: 2 }] })
    expect(two).toMatchObject({ ok: true, facts: [{ seq: 3, actor: bob, body: { text: 'b' } }] })
    expect(node.log.position.seq).toBe(3)
  })

  it('decides in order, each on what the ones before it leave', async () => {
    await using node = await open(freshLog())
    const outcomes = await Promise.all([
      node.send({ name: 'drop' }),
      node.send({ name: 'take' }),
      node.send({ name: 'take' }),
      node.send({ name: 'drop' }),
      node.send({ name: 'take' }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, false, true, true])
  })

  it('gives the same answer to the same key, at once, later and on another node', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using other = await open(id, { store })
    const first = node.send({ name: 'take' }, { key: 'k' })
    const twin = node.send({ name: 'take' }, { key: 'k' })
    const answer = await first
    expect(answer).toMatchObject({ ok: true, facts: [{ type: 'taken' }] })
    expect(await twin).toEqual(answer)
    // Decided again, this would be refused.
    expect(await node.send({ name: 'take' }, { key: 'k' })).toEqual(answer)
    expect(await other.send({ name: 'take' }, { key: 'k' })).toEqual(answer)
    expect(node.log.position.seq).toBe(1)
  })

  it('does not mix the keys of two actors', async () => {
    await using node = await open(freshLog())
    const a = await node.send(say('a'), { key: 'k', actor: ann })
    const b = await node.send(say('b'), { key: 'k', actor: bob })
    expect([a, b]).toMatchObject([{ facts: [{ seq: 1 }] }, { facts: [{ seq: 2 }] }])
  })

  it('keeps nothing of who made an anonymous fact, nor what follows from it, and knows a retry', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using other = await open(id, { store })
    const key = 'a1b2c3'
    const whisper: LedgerCommand = { name: 'whisper', text: 'psst' }
    const seen: unknown[] = []
    node.log.subscribe(({ facts }) => seen.push(facts))
    const answer = await node.send(whisper, { key })
    expect(answer).toMatchObject({ ok: true, facts: [{ actor: null }, { actor: null }] })
    const kept = JSON.stringify([answer, seen, [...store.backup()].map(([, { rows }]) => rows)])
    for (const trace of [ann, key]) expect(kept).not.toContain(trace)
    expect(await node.send(whisper, { key })).toEqual(answer)
    expect(await other.send(whisper, { key })).toEqual(answer)
    // Another person's key may be the same by chance.
    expect(await other.send(whisper, { key, actor: bob })).toMatchObject({
      facts: [{ seq: 3 }, {}],
    })
    const tell = node.send({ ...whisper, to: ['staff', ann] })
    await expect(tell).rejects.toThrow('names its readers')
  })

  it('takes a command that changes nothing, and does not remember it', async () => {
    await using node = await open(freshLog())
    expect(await node.send({ name: 'look' }, { key: 'k' })).toEqual({ ok: true, facts: [] })
    expect(await node.send(say('x'), { key: 'k' })).toMatchObject({ ok: true, facts: [{ seq: 1 }] })
  })

  it('refuses only on the newest state, though no hint came', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using other = await open(id, { store })
    await node.send({ name: 'take' })
    await other.log.sync()
    await node.send({ name: 'drop' }, { actor: ann })
    expect(other.log.state.holder).toBe(ann)
    expect(await other.send({ name: 'take' }, { actor: bob })).toMatchObject({ ok: true })
  })

  it('fails only the command whose rule throws', async () => {
    await using node = await open(freshLog())
    const [before, thrown, after] = await Promise.allSettled([
      node.send(say('a')),
      node.send({ name: 'throw' }),
      node.send(say('b')),
    ])
    expect(thrown).toMatchObject({ status: 'rejected', reason: { message: 'thrown by a rule' } })
    expect([before, after]).toMatchObject([{ value: { ok: true } }, { value: { ok: true } }])
  })

  it('refuses only the command that the store cannot hold', async () => {
    const memory = new MemoryStore()
    const append: LogStore['append'] = (appends) => {
      if (JSON.stringify(appends).includes('poison')) throw new StoreRejected('poison')
      return memory.append(appends)
    }
    const store = new Proxy(memory, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (name === 'append')
          return async (...given: Parameters<typeof append>) => append(...given)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    await using node = await open(freshLog(), { store })
    const elsewhere = await node.registry.open(freshLog())
    const outcomes = await Promise.all([
      node.send(say('a')),
      node.send(say('poison')),
      node.send(say('b')),
      elsewhere.log.submit({ key: 'k', actor: ann, command: say('c') }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true, true])
    expect(outcomes[1]).toMatchObject({ refusal: { code: 'invalid' } })
  })
})

describe('subscribe', () => {
  it('tells every step with the states around it, before the command is answered', async () => {
    await using node = await open(freshLog())
    const batches: Batch<LedgerState>[] = []
    const stop = node.log.subscribe((batch) => batches.push(batch))
    await node.send(say('a'))
    expect(batches).toHaveLength(1)
    const [{ after, upto, facts, before, state, reset } = expect.fail()] = batches
    expect([after, upto.seq, facts.length, reset]).toEqual([origin, 1, 1, false])
    expect([before.texts.size, state.texts.size]).toEqual([0, 1])
    expect(state).toBe(node.log.state)
    stop()
    await node.send(say('b'))
    expect(batches).toHaveLength(1)
  })

  it('goes on when a listener throws', async () => {
    await using node = await open(freshLog())
    const heard: number[] = []
    node.log.subscribe(() => {
      throw new Error('listener')
    })
    node.log.subscribe(({ upto }) => heard.push(upto.seq))
    expect(await node.send(say('a'))).toMatchObject({ ok: true })
    expect(heard).toEqual([1])
    expect(node.failures).toEqual(['a listener of a log'])
  })

  it('hears other nodes by hints, without a pull', async () => {
    const memory = new MemoryStore()
    const bus = new HintBus()
    const id = freshLog()
    await using node = await open(id, { store: memory, bus })
    await using other = await open(id, { store: memory, bus })
    const heard = new Promise<Batch<LedgerState>>((resolve) => other.log.subscribe(resolve))
    await node.send(say('a'))
    expect((await heard).facts).toMatchObject([{ seq: 1, body: { text: 'a' } }])
    expect(other.log.position).toEqual(node.log.position)
  })

  it('finds by the question for tops what no hint told', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using other = await open(id, { store })
    const heard = new Promise<Batch<LedgerState>>((resolve) => other.log.subscribe(resolve))
    await node.send(say('a'))
    expect(other.log.position.seq).toBe(0)
    await other.engine.checkTops()
    expect((await heard).upto).toEqual(node.log.position)
  })

  it('starts anew when the store was restored from a backup', async () => {
    const store = new MemoryStore()
    await using node = await open(freshLog(), { store })
    await node.send(say('kept'))
    const backup = store.backup()
    await node.send(say('lost'))
    store.restore(backup)
    const heard = new Promise<Batch<LedgerState>>((resolve) => node.log.subscribe(resolve))
    await node.engine.checkTops()
    const { reset, upto, state } = await heard
    expect([reset, upto.seq, [...state.texts.values()]]).toEqual([true, 1, ['kept']])
    expect(await node.send(say('new'))).toMatchObject({ ok: true, facts: [{ seq: 2 }] })
  })
})

describe('reading', () => {
  it('redacts on every way out', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await node.send(say('secret'), { key: 'k' })
    await node.send(say('fine'))
    await node.send({ name: 'erase', target: 1 })
    const redacted = { seq: 1, redacted: true, body: { text: null } }
    expect(await node.log.read({ after: 0, limit: 1 })).toMatchObject([redacted])
    expect((await node.log.readBack(9, ['said'], 9))[1]).toMatchObject(redacted)
    expect(await node.log.catchUp(origin, () => true)).toMatchObject({
      frame: { facts: [redacted, { seq: 2 }, { seq: 3 }] },
    })
    expect(await node.send(say('secret'), { key: 'k' })).toMatchObject({ facts: [redacted] })
    await using other = await open(id, { store })
    expect(other.log.state.texts).toEqual(node.log.state.texts)
    expect(JSON.stringify([...other.log.state.texts])).not.toContain('secret')
  })

  it('reads ranges no further than this node has folded', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using other = await open(id, { store })
    for (const text of ['a', 'b', 'c']) await node.send(say(text))
    expect(await other.log.read({ after: 0, limit: 9 })).toEqual([])
    const range = await node.log.read({ after: 1, upto: 2, limit: 9 })
    expect(range.map(({ seq }) => seq)).toEqual([2])
  })
})

describe('catching up', () => {
  it('gives a frame of what the reader may see, up to where the log stands', async () => {
    await using node = await open(freshLog())
    await node.send(say('a'))
    const have = node.log.position
    await node.send(say('b'))
    await node.send(say('c'))
    const missed = await node.log.catchUp(have, ({ seq }) => seq !== 2)
    expect(missed).toMatchObject({ frame: { after: 1, upto: node.log.position } })
    expect('frame' in missed && missed.frame.facts.map(({ seq }) => seq)).toEqual([3])
    expect(await node.log.catchUp(node.log.position, () => true)).toEqual({
      frame: { after: 3, upto: node.log.position, facts: [] },
    })
  })

  it('pulls first when the reader comes from a node that is ahead', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    await using node = await open(id, { store })
    await using behind = await open(id, { store })
    await node.send(say('a'))
    const have = node.log.position
    expect(await behind.log.catchUp(have, () => true)).toMatchObject({ frame: { facts: [] } })
    expect(behind.log.position).toEqual(have)
  })

  it('advises to start anew where the log has another fact at that number, or none', async () => {
    await using node = await open(freshLog())
    await node.send(say('a'))
    await node.send(say('b'))
    const places = [1, 2, 7].map((seq) => ({ seq, id: newId<'fact'>() }))
    for (const have of places) {
      expect(await node.log.catchUp(have, () => true)).toEqual({ reset: true })
    }
  })
})

describe('what this release cannot read', () => {
  it('ends the log on this node, and says so', async () => {
    const store = new MemoryStore()
    const bus = new HintBus()
    const id = freshLog()
    const newer = { ...ledgerRules, reads: () => true }
    await using node = await open(id, { store, bus, rules: newer })
    await using old = await open(id, { store, bus })
    const ended = new Promise<string>((resolve) => old.log.onEnd(({ code }) => resolve(code)))
    await node.send({ name: 'future' })
    expect(await ended).toBe('unreadable')
    expect(await old.send(say('x'))).toMatchObject({ ok: false, refusal: { code: 'unreadable' } })
    expect(old.registry.peek(id)).toBeNull()
    await expect(old.registry.open(id)).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('a node that closes', () => {
  it('lets what is on its way finish, then takes nothing more', async () => {
    const store = new MemoryStore()
    const id = freshLog()
    const node = await open(id, { store })
    const last = node.send(say('last'))
    await node.engine.close()
    expect(await last).toMatchObject({ ok: true })
    expect(await node.send(say('late'))).toMatchObject({ ok: false })
    await expect(node.registry.open(id)).rejects.toMatchObject({ code: 'draining' })
    expect(await store.snapshot(id, 1)).toMatchObject({ position: { seq: 1 } })
  })
})
