// What every body of the store must do, word by word as the port says.
import { expect, it } from 'vitest'
import { newId, type LogId, type ParticipantId } from '../../../shared/ids.ts'
import { origin, type Position, type Visibility } from '../../../shared/log.ts'
import { StoreRejected, type Append, type LogStore, type NewFact } from '../store.ts'

const ann = newId<'participant'>()
const bob = newId<'participant'>()

interface FactOptions {
  readonly key?: string
  readonly ordinal?: number
  readonly actor?: ParticipantId | null
  readonly type?: string
  readonly text?: string
  readonly redacts?: readonly number[]
  readonly visibleTo?: Visibility
}

function factAt(seq: number, options: FactOptions = {}): NewFact {
  const { key = `key-${seq}`, ordinal = 0, actor = ann, type = 'said', text = 'hi' } = options
  const about = { type, version: 1, visibleTo: options.visibleTo ?? 'all', body: { text } }
  return { ...about, seq, id: newId(), actor, key, ordinal, redacts: options.redacts ?? [] }
}

function appendOf(log: LogId, after: Position, facts: readonly NewFact[]): Append {
  return { log, kind: 'ledger', after, facts, due: null }
}

function endOf(facts: readonly NewFact[]): Position {
  const last = facts.at(-1)
  return last ? { seq: last.seq, id: last.id } : origin
}

const all = { after: 0, upto: 1_000_000, limit: 1_000_000 }

/** One store and one log that nobody has used. */
class Bench {
  readonly store: LogStore
  readonly log: LogId = newId<'room'>()

  constructor(store: LogStore) {
    this.store = store
  }

  readonly append = async (after: Position, facts: readonly NewFact[]) =>
    (await this.store.append([appendOf(this.log, after, facts)])).get(this.log)

  readonly seqs = async (id = this.log) =>
    (await this.store.read(id, all)).map(({ raw }) => raw.seq)

  /** Puts `count` facts into the log; answers its end. */
  readonly filled = async (count: number): Promise<Position> => {
    const facts = Array.from({ length: count }, (_, n) => factAt(n + 1))
    expect(await this.append(origin, facts)).toMatchObject({ result: 'won' })
    return endOf(facts)
  }
}

export function storeSuite(open: () => Promise<LogStore>): void {
  for (const [name, test] of Object.entries(cases)) {
    it(name, async () => {
      await test(new Bench(await open()))
    })
  }
}

const cases: Record<string, (bench: Bench) => Promise<void>> = {
  'makes a log with its first facts and gives them back as they were': async ({
    store,
    log,
    append,
  }) => {
    const fact = factAt(1, { text: 'ein „Wort“ \\u0000 🎓' })
    const outcome = await append(origin, [fact, factAt(2, { actor: null })])
    expect(outcome?.result).toBe('won')
    const [first, second] = await store.read(log, all)
    const { key: _, ordinal: __, redacts: ___, ...rest } = fact
    const at = outcome?.result === 'won' ? outcome.at : 0
    expect(first).toEqual({ raw: { ...rest, at }, redacted: false })
    expect(second?.raw.actor).toBeNull()
  },

  'takes all facts of a log or none': async ({ append, seqs, filled }) => {
    const top = await filled(2)
    expect(await append(top, [factAt(3)])).toMatchObject({ result: 'won' })
    expect(
      await append(
        top,
        ['a', 'b', 'c'].map((key, n) => factAt(3 + n, { key })),
      ),
    ).toEqual({
      result: 'lost',
    })
    expect(await seqs()).toEqual([1, 2, 3])
  },

  'loses at another number, another id, and at the origin of a log that is there': async ({
    append,
    seqs,
    filled,
  }) => {
    const top = await filled(2)
    expect(await append({ seq: 1, id: top.id }, [factAt(2, { key: 'new' })])).toEqual({
      result: 'lost',
    })
    expect(await append({ seq: 2, id: newId() }, [factAt(3)])).toEqual({ result: 'lost' })
    expect(await append(origin, [factAt(1, { key: 'new' })])).toEqual({ result: 'lost' })
    expect(await append({ seq: 9, id: newId() }, [factAt(10)])).toEqual({ result: 'lost' })
    expect(await seqs()).toEqual([1, 2])
  },

  'judges every log of a flush for itself': async ({ store, log, seqs, filled }) => {
    const other = newId<'room'>()
    const fresh = newId<'room'>()
    const top = await filled(1)
    await store.append([appendOf(other, origin, [factAt(1), factAt(2)])])
    const outcomes = await store.append([
      appendOf(other, origin, [factAt(1, { key: 'late' })]),
      appendOf(log, top, [factAt(2)]),
      appendOf(fresh, origin, [factAt(1)]),
    ])
    expect(outcomes.get(other)).toEqual({ result: 'lost' })
    expect(outcomes.get(log)).toMatchObject({ result: 'won' })
    expect(outcomes.get(fresh)).toMatchObject({ result: 'won' })
    expect([await seqs(other), await seqs(), await seqs(fresh)]).toEqual([[1, 2], [1, 2], [1]])
  },

  'knows a command of the same actor and key, and only that': async ({ append, filled }) => {
    const top = await filled(1)
    expect(await append(top, [factAt(2, { key: 'key-1' })])).toEqual({ result: 'known' })
    expect(await append(top, [factAt(2), factAt(3, { key: 'key-1' })])).toEqual({
      result: 'known',
    })
    const fine = [factAt(2, { key: 'key-1', actor: bob }), factAt(3, { key: 'key-1', actor: null })]
    expect(await append(top, fine)).toMatchObject({ result: 'won' })
    const again = factAt(4, { key: 'key-1', actor: null })
    expect(await append(endOf(fine), [again])).toEqual({ result: 'known' })
  },

  'takes several facts of one command': async ({ store, log, append }) => {
    const facts = [0, 1, 2].map((ordinal) => factAt(ordinal + 1, { key: 'one', ordinal }))
    expect(await append(origin, facts)).toMatchObject({ result: 'won' })
    const [found] = await store.byKeys([{ log, actor: ann, key: 'one' }])
    expect(found?.map(({ raw }) => raw.seq)).toEqual([1, 2, 3])
  },

  'never lets time run backwards in a log': async ({ store, log, append }) => {
    let top = origin
    for (let seq = 1; seq <= 5; seq += 1) {
      const fact = factAt(seq)
      await append(top, [fact])
      top = endOf([fact])
    }
    const times = (await store.read(log, all)).map(({ raw }) => raw.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  },

  'lets one of many who expect the same top win': async ({ append, seqs, filled }) => {
    const top = await filled(3)
    const tries = Array.from({ length: 8 }, (_, n) =>
      append(top, [factAt(4, { key: `a${n}` }), factAt(5, { key: `b${n}` })]),
    )
    const results = (await Promise.all(tries)).map((outcome) => outcome?.result)
    expect(results.toSorted()).toEqual([...Array<string>(7).fill('lost'), 'won'])
    expect(await seqs()).toEqual([1, 2, 3, 4, 5])
  },

  'lets one of many make a log': async ({ append }) => {
    const tries = Array.from({ length: 8 }, (_, n) => append(origin, [factAt(1, { key: `${n}` })]))
    const results = (await Promise.all(tries)).map((outcome) => outcome?.result)
    expect(results.toSorted()).toEqual([...Array<string>(7).fill('lost'), 'won'])
  },

  'pulls what came after a position that is still there': async ({ store, log, filled }) => {
    const top = await filled(5)
    const [, second] = await store.read(log, all)
    const position = { seq: 2, id: second?.raw.id ?? null }
    const pulls = await store.pull(
      [
        { log, position },
        { log, position: top },
        { log, position: origin },
        { log: newId<'room'>(), position: origin },
      ],
      10,
    )
    expect(pulls.map(({ facts }) => facts.map(({ raw }) => raw.seq))).toEqual([
      [3, 4, 5],
      [],
      [1, 2, 3, 4, 5],
      [],
    ])
    expect(pulls.map(({ continues, more }) => continues && !more)).toEqual(Array(4).fill(true))
  },

  'says when a position is gone or is another': async ({ store, log, filled }) => {
    await filled(3)
    const positions = [
      { seq: 3, id: newId<'fact'>() },
      { seq: 7, id: newId<'fact'>() },
    ]
    const pulls = await store.pull(
      positions.map((position) => ({ log, position })),
      10,
    )
    expect(pulls).toEqual([
      { continues: false, facts: [], more: false },
      { continues: false, facts: [], more: false },
    ])
  },

  'pulls in pages': async ({ store, log, filled }) => {
    await filled(5)
    const [page] = await store.pull([{ log, position: origin }], 3)
    expect(page?.facts.map(({ raw }) => raw.seq)).toEqual([1, 2, 3])
    expect(page?.more).toBe(true)
    const third = page?.facts[2]?.raw
    const position = { seq: 3, id: third?.id ?? null }
    const [last] = await store.pull([{ log, position }], 3)
    expect(last?.facts.map(({ raw }) => raw.seq)).toEqual([4, 5])
    expect(last?.more).toBe(false)
  },

  'tells tops of logs that have facts': async ({ store, log, filled }) => {
    const top = await filled(3)
    const unknown = newId<'room'>()
    expect(await store.tops([log, unknown])).toEqual(new Map([[log, top]]))
  },

  'finds commands by their keys, in the order asked': async ({ store, log, filled }) => {
    await filled(3)
    const found = await store.byKeys([
      { log, actor: ann, key: 'key-3' },
      { log, actor: bob, key: 'key-3' },
      { log, actor: ann, key: 'key-1' },
    ])
    expect(found.map((facts) => facts.map(({ raw }) => raw.seq))).toEqual([[3], [], [1]])
  },

  'reads ranges, and pages of types from the newest': async ({ store, log, append }) => {
    const types = ['said', 'hand', 'said', 'hand', 'said']
    await append(
      origin,
      types.map((type, n) => factAt(n + 1, { type })),
    )
    const range = await store.read(log, { after: 1, upto: 4, limit: 2 })
    expect(range.map(({ raw }) => raw.seq)).toEqual([2, 3])
    const back = await store.readBack(log, { before: 5, types: ['said'], limit: 9 })
    expect(back.map(({ raw }) => raw.seq)).toEqual([3, 1])
    const page = await store.readBack(log, { before: 9, types: ['said', 'hand'], limit: 2 })
    expect(page.map(({ raw }) => raw.seq)).toEqual([5, 4])
  },

  'reads pages of one audience': async ({ store, log, append }) => {
    const audiences: Visibility[] = ['all', ['staff', ann], [ann, bob], ['staff', ann]]
    await append(
      origin,
      audiences.map((visibleTo, n) => factAt(n + 1, { visibleTo })),
    )
    const page = async (visibleTo: Visibility, limit = 9) => {
      const found = await store.readBack(log, { before: 9, types: ['said'], limit, visibleTo })
      return found.map(({ raw }) => raw.seq)
    }
    expect(await page('all')).toEqual([1])
    expect(await page(['staff', ann])).toEqual([4, 2])
    expect(await page(['staff', ann], 1)).toEqual([4])
    expect(await page(['staff'])).toEqual([])
  },

  'finds words that the reader may see and that nothing hides': async ({ store, log, append }) => {
    const facts = [
      factAt(1, { text: 'Where is the EXAM?' }),
      factAt(2, { text: 'exam for staff', visibleTo: ['staff'] }),
      factAt(3, { text: 'exam, between us', visibleTo: [ann, bob] }),
      factAt(4, { text: 'exam 100%' }),
      factAt(5, { text: 'exam', type: 'hand' }),
    ]
    await append(origin, facts)
    await append(endOf(facts), [factAt(6, { type: 'erased', redacts: [1] })])
    const look = async (text: string, reader: string[], more: object = {}) => {
      const range = { types: ['said'], after: 0, before: 99, limit: 9 }
      const found = await store.search(log, { ...range, text, reader, ...more })
      return found.map(({ raw }) => raw.seq)
    }
    expect(await look('exam', ['all', bob])).toEqual([4, 3])
    expect(await look('ExAm', ['all', 'staff'])).toEqual([4, 2])
    expect(await look('100%', ['all'])).toEqual([4])
    expect(await look('_xam', ['all'])).toEqual([])
    expect(await look('exam', ['all', bob], { before: 4 })).toEqual([3])
    expect(await look('exam', ['all', bob], { after: 3 })).toEqual([4])
    expect(await look('exam', ['all', bob], { limit: 1 })).toEqual([4])
  },

  'marks redacted facts wherever they are read': async ({ store, log, append, filled }) => {
    const top = await filled(2)
    await append(top, [factAt(3, { type: 'erased', redacts: [1] })])
    const marks = (facts: readonly { redacted: boolean }[] = []) => facts.map((f) => f.redacted)
    expect(marks(await store.read(log, all))).toEqual([true, false, false])
    const [pull] = await store.pull([{ log, position: origin }], 9)
    expect(marks(pull?.facts)).toEqual([true, false, false])
    const [found] = await store.byKeys([{ log, actor: ann, key: 'key-1' }])
    expect(marks(found)).toEqual([true])
    const back = await store.readBack(log, { before: 9, types: ['said'], limit: 9 })
    expect(marks(back)).toEqual([false, true])
  },

  'redacts nothing for a batch that lost': async ({ store, log, append, filled }) => {
    await filled(2)
    await append({ seq: 1, id: newId() }, [factAt(2, { redacts: [1] })])
    expect((await store.read(log, all)).some(({ redacted }) => redacted)).toBe(false)
  },

  'keeps the newest snapshot of a version whose fact is in the log': async ({
    store,
    log,
    filled,
  }) => {
    const top = await filled(4)
    const [first] = await store.read(log, all)
    const early = { seq: 1, id: first?.raw.id ?? null }
    expect(await store.snapshot(log, 1)).toBeNull()
    await store.saveSnapshot(log, 1, { position: early, at: 5, state: { n: 1 } })
    await store.saveSnapshot(log, 1, { position: top, at: 6, state: { n: 4 } })
    await store.saveSnapshot(log, 1, { position: early, at: 7, state: { n: 1 } })
    expect(await store.snapshot(log, 1)).toEqual({ position: top, at: 6, state: { n: 4 } })
    expect(await store.snapshot(log, 2)).toBeNull()
  },

  'refuses a snapshot of a fact that is not in the log': async ({ store, log, filled }) => {
    await filled(2)
    const position = { seq: 2, id: newId<'fact'>() }
    await store.saveSnapshot(log, 1, { position, at: 5, state: {} })
    expect(await store.snapshot(log, 1)).toBeNull()
  },

  'finds the logs of a kind that are due': async ({ store }) => {
    const kind = `kind-${newId()}`
    const make = async (due: number | null) => {
      const id = newId<'room'>()
      await store.append([{ log: id, kind, after: origin, facts: [factAt(1)], due }])
      return id
    }
    const [late, soon] = [await make(300), await make(100)]
    await make(null)
    await make(900)
    expect(await store.due(kind, 500, 10)).toEqual([soon, late])
    expect(await store.due(kind, 500, 1)).toEqual([soon])
    expect(await store.due('other', 500, 10)).toEqual([])
  },

  'moves and clears what is due with the facts': async ({ store, log }) => {
    const kind = `kind-${newId()}`
    const first = factAt(1)
    await store.append([{ log, kind, after: origin, facts: [first], due: 100 }])
    await store.append([{ log, kind, after: endOf([first]), facts: [factAt(2)], due: null }])
    expect(await store.due(kind, 500, 10)).toEqual([])
  },
}

/** Only of a body that has to write text somewhere. */
export function rejectionSuite(open: () => Promise<LogStore>): void {
  it('rejects for good what it cannot hold, and nothing of that flush goes in', async () => {
    const store = await open()
    const [log, other] = [newId<'room'>(), newId<'room'>()]
    for (const text of ['nul \u0000', 'half \ud800']) {
      const flush = store.append([
        appendOf(log, origin, [factAt(1, { text })]),
        appendOf(other, origin, [factAt(1)]),
      ])
      await expect(flush).rejects.toBeInstanceOf(StoreRejected)
    }
    expect(await store.tops([log, other])).toEqual(new Map())
  })
}
