// Many taps become few tellings with exact sums; standings are one per person and end.
import { describe, expect, it } from 'vitest'
import type { Emoji, Pace } from '../../shared/contract/reactionLimits.ts'
import { namedLimit } from '../../shared/contract/reactions.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { testId } from '../../shared/room/testing.ts'
import { Gathering, type Told } from './gathering.ts'
import type { Gauge } from './standings.ts'

const person = (n: number) => testId<'participant'>(n)

/** Nodes of one room, whose time the test moves on; what they pass on arrives at once, or is lost. */
function nodes(size = 1) {
  let time = 1_700_000_000_000
  let cut = false
  const gone = new Set<ParticipantId>()
  const counting = (participant: ParticipantId) => !gone.has(participant)
  const all = Array.from({ length: size }, () => {
    const told = { bursts: [] as { at: number; burst: Parameters<Told['burst']>[0] }[] }
    const heard = { ...told, gauges: [] as Gauge[], counted: [] as object[] }
    const others = () => (cut ? [] : all.filter((one) => one.heard !== heard))
    const gathering: Gathering = new Gathering({
      burst: (burst) => heard.bursts.push({ at: time, burst }),
      gauge: (gauge) => heard.gauges.push(gauge),
      count: (counts) => heard.counted.push(counts),
      gathered: (burst) => {
        for (const one of others()) one.gathering.hearGathered(burst, time)
      },
      standings: ({ standings }) => {
        for (const one of others()) one.gathering.hearStandings(standings)
      },
    })
    return {
      heard,
      gathering,
      react: (n: number, emoji: Emoji = '👏') => gathering.react(person(n), emoji, time),
      press: (n: number, pace: Pace | 'none') =>
        gathering.press({ participant: person(n), pace, at: time }),
      gauge: () => gathering.gauge(time, counting),
      sum: (emoji: Emoji) =>
        heard.bursts.reduce((sum, { burst }) => sum + (burst.counts[emoji] ?? 0), 0),
    }
  })
  return {
    all,
    first: all[0]!,
    second: all[1]!,
    leave: (n: number) => gone.add(person(n)),
    cut: (off: boolean) => {
      cut = off
    },
    pass: (ms: number, each: () => void = () => undefined) => {
      for (const end = time + ms; time < end;) {
        time += 50
        each()
        for (const { gathering } of all) gathering.look(time, counting)
      }
    },
  }
}

describe('reactions', () => {
  it('are told together, at most five times a second, with exact sums', () => {
    const { first, pass } = nodes()
    let sent = 0
    pass(3_000, () => {
      for (let n = 0; n < 40; n += 1) first.react(n)
      sent += 40
    })
    pass(200)
    const { bursts } = first.heard
    expect(first.sum('👏')).toBe(sent)
    for (const { at } of bursts)
      expect(bursts.filter((one) => one.at > at - 1_000 && one.at <= at).length).toBeLessThan(6)
  })

  it('of two nodes are merged before they are told', () => {
    const { first, second, pass } = nodes(2)
    pass(2_000, () => {
      first.react(1)
      second.react(2, '🎉')
      second.react(3)
    })
    pass(600)
    for (const node of [first, second]) {
      expect([node.sum('👏'), node.sum('🎉')]).toEqual([80, 40])
      expect(node.heard.bursts.length).toBeLessThanOrEqual(12)
    }
  })

  it('say who, while they are few, and of each the newest', () => {
    const { first, pass } = nodes()
    first.react(1)
    first.react(1, '🎉')
    first.react(2)
    pass(200)
    expect(first.heard.bursts.map(({ burst }) => burst)).toEqual([
      {
        counts: { '👏': 2, '🎉': 1 },
        people: [
          { participant: person(1), emoji: '🎉' },
          { participant: person(2), emoji: '👏' },
        ],
      },
    ])
  })

  it('of a crowd have no names, on any node', () => {
    const { first, second, pass } = nodes(2)
    for (let n = 0; n <= namedLimit; n += 1) second.react(n)
    pass(200)
    first.react(50)
    pass(600)
    for (const { heard } of [first, second]) expect(heard.bursts[0]?.burst.people).toEqual([])
    expect(first.heard.bursts[0]?.burst.counts).toEqual({ '👏': namedLimit + 2 })
  })

  it('are counted for the recording every few seconds, by the node they were sent to', () => {
    const { first, second, pass } = nodes(2)
    pass(7_000, () => first.react(1))
    pass(6_000)
    expect(second.heard.counted).toEqual([])
    expect(first.heard.counted).toHaveLength(2)
    const sums = first.heard.counted.map((counts) => (counts as { '👏': number })['👏'])
    expect(sums.reduce((sum, one) => sum + one, 0)).toBe(140)
    expect(first.gathering.isIdle).toBe(true)
  })
})

describe('the gauge', () => {
  it('counts a person once, by what they said last, wherever', () => {
    const { first, second, pass } = nodes(2)
    first.press(1, 'slower')
    second.press(2, 'lost')
    pass(400)
    second.press(1, 'faster')
    pass(1_200)
    for (const node of [first, second])
      expect(node.heard.gauges.at(-1)).toEqual({ slower: 0, faster: 1, lost: 1 })
  })

  it('is told at once, then once a second when it changed, and once more when it settles', () => {
    const { first, pass } = nodes()
    first.press(0, 'slower')
    pass(50)
    expect(first.heard.gauges).toHaveLength(1)
    let n = 0
    pass(2_950, () => first.press((n += 1), 'slower'))
    expect(first.heard.gauges).toHaveLength(3)
    pass(10_000)
    expect(first.heard.gauges.slice(3)).toEqual(Array(2).fill({ slower: 60, faster: 0, lost: 0 }))
  })

  it('lets a word go two minutes after the last press', () => {
    const { first, second, pass } = nodes(2)
    first.press(1, 'slower')
    first.press(2, 'lost')
    pass(60_000)
    first.press(2, 'lost')
    pass(60_000)
    for (const node of [first, second])
      expect(node.gauge()).toEqual({ slower: 0, faster: 0, lost: 1 })
    pass(65_000)
    for (const { heard, gathering } of [first, second]) {
      expect(heard.gauges.at(-1)).toEqual({ slower: 0, faster: 0, lost: 0 })
      expect(gathering.isIdle).toBe(true)
    }
  })

  it('lets a word be taken back, and forgets who is gone or may no longer', () => {
    const { first, pass, leave } = nodes()
    for (const n of [1, 2, 3]) first.press(n, 'slower')
    first.press(2, 'none')
    pass(50)
    expect(first.heard.gauges.at(-1)).toMatchObject({ slower: 2 })
    leave(3)
    pass(1_000)
    expect(first.heard.gauges.at(-1)).toMatchObject({ slower: 1 })
  })

  it('is right again on all nodes after what passed between them was lost', () => {
    const { first, second, pass, cut } = nodes(2)
    first.press(1, 'slower')
    pass(1_000)
    cut(true)
    second.press(1, 'none')
    second.press(2, 'lost')
    pass(2_000)
    expect(first.gauge()).toEqual({ slower: 1, faster: 0, lost: 0 })
    cut(false)
    pass(5_000)
    for (const node of [first, second])
      expect(node.gauge()).toEqual({ slower: 0, faster: 0, lost: 1 })
  })
})
