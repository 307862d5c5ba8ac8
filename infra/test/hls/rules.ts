// The rules of HLS that a playlist of ours must keep: what breaks them, in words. The numbers are sections of
// draft-pantos-hls-rfc8216bis-15.
import { attributesOf, readPlaylist, type ReadPlaylist, type ReadSegment } from './reading.ts'

interface Rule {
  readonly says: string
  /** What breaks it; empty when it is kept. */
  readonly breaches: (playlist: ReadPlaylist) => readonly string[]
}

const control = ({ tags }: ReadPlaylist) => attributesOf(tags.get('#EXT-X-SERVER-CONTROL') ?? '')
const targetOf = ({ tags }: ReadPlaylist) => Number(tags.get('#EXT-X-TARGETDURATION') ?? Number.NaN)
const partTargetOf = ({ tags }: ReadPlaylist) =>
  Number(attributesOf(tags.get('#EXT-X-PART-INF') ?? '').get('PART-TARGET') ?? Number.NaN)
const isLive = ({ tags }: ReadPlaylist) => !tags.has('#EXT-X-ENDLIST')
const hasParts = ({ segments }: ReadPlaylist) => segments.some(({ parts }) => parts.length > 0)
const name = ({ number }: ReadSegment) => `segment ${number}`
const areMissing = (parts: ReadSegment['parts']) => parts.every(({ isMissing }) => isMissing)
const lengthOf = ({ duration, parts }: ReadSegment) =>
  duration ?? parts.reduce((sum, part) => sum + part.duration, 0)
const when = (broken: boolean, words: string): string[] => (broken ? [words] : [])
/** Durations are written with five digits. */
const precision = 0.000_02

const header: readonly Rule[] = [
  {
    says: '4.1: it begins with EXTM3U, and what stands once stands once',
    breaches: ({ lines, doubled }) => [
      ...when(lines[0] !== '#EXTM3U', `begins with ${lines[0]}`),
      ...doubled,
    ],
  },
  {
    says: '6.3.1: players ignore tags that they do not know; ours writes none',
    breaches: ({ unknown }) => unknown,
  },
  {
    says: '8: SKIP needs version 9',
    breaches: ({ tags }) =>
      when(!(Number(tags.get('#EXT-X-VERSION')) >= 9), tags.get('#EXT-X-VERSION') ?? 'none'),
  },
  {
    says: '4.4.3.8: how far behind one plays, and when one may skip',
    breaches: (playlist) => {
      const said = control(playlist)
      const [whole, part] = [targetOf(playlist), partTargetOf(playlist)]
      const skip = said.get('CAN-SKIP-UNTIL')
      return [
        ...when(Number(said.get('HOLD-BACK')) < whole * 3, 'HOLD-BACK'),
        ...when(skip !== undefined && Number(skip) < whole * 6, 'CAN-SKIP-UNTIL'),
        ...when(
          hasParts(playlist) && !(Number(said.get('PART-HOLD-BACK')) >= part * 3 - precision),
          'parts',
        ),
      ]
    },
  },
]

const durations: readonly Rule[] = [
  {
    says: '4.4.3.1: no segment is longer than the target, rounded',
    breaches: (playlist) =>
      playlist.segments
        .filter((one) => Math.round(lengthOf(one)) > targetOf(playlist))
        .map((one) => `${name(one)} is ${lengthOf(one)} s`),
  },
  {
    says: '4.4.4.9: parts are no longer than their target, and but for the last no shorter than 85 % of it',
    breaches: (playlist) => {
      const target = partTargetOf(playlist)
      return playlist.segments.flatMap((one) => {
        const isLong = one.parts.some(({ duration }) => duration > target + precision)
        // The last of one that grows may turn out to be its last.
        const isShort = one.parts
          .slice(0, -1)
          .some((part) => !part.isMissing && part.duration < target * 0.85 - precision)
        return when(isLong || isShort, `${name(one)}: ${one.parts.map((p) => p.duration).join()}`)
      })
    },
  },
  {
    says: '4.4.4.9: parts make up their segment',
    breaches: ({ segments }) =>
      segments
        .filter(({ duration, parts }) => duration !== null && parts.length > 0)
        .filter((one) => {
          const sum = one.parts.reduce((all, part) => all + part.duration, 0)
          return Math.abs(sum - (one.duration ?? 0)) > precision * (one.parts.length + 1)
        })
        .map(name),
  },
]

const order: readonly Rule[] = [
  {
    says: '4.4.4.5: every segment has a head',
    breaches: ({ segments }) =>
      segments
        .filter(({ map, isMissing, parts }) => map === null && !isMissing && !areMissing(parts))
        .map(name),
  },
  {
    says: '4.4.4.7: a segment is missing when all its parts are',
    breaches: ({ segments }) =>
      segments
        .filter(({ duration, parts }) => duration !== null && parts.length > 0)
        .filter(({ parts, isMissing }) => isMissing !== areMissing(parts))
        .map(name),
  },
  {
    says: '4.4.4.6: dates go on where there is no discontinuity',
    breaches: ({ segments }) =>
      segments.slice(1).flatMap((one, n) => {
        const before = segments[n]
        if (before === undefined || before.date === null || one.date === null)
          return [`${name(one)} or the one before has no date`]
        const expected = before.date + lengthOf(before) * 1_000
        const isOff = one.isDiscontinuous
          ? one.date < before.date
          : Math.abs(one.date - expected) > 100
        return when(isOff, `${name(one)} is ${one.date - expected} ms off`)
      }),
  },
  {
    says: '4.4.2.1: where all are independent, each begins with a key frame',
    breaches: ({ tags, segments }) =>
      tags.has('#EXT-X-INDEPENDENT-SEGMENTS')
        ? segments
            .filter(({ parts: [first] }) => first && !first.isMissing && !first.isIndependent)
            .map(name)
        : [],
  },
  {
    says: '6.2.2: parts are listed near the end only',
    breaches: (playlist) => {
      const behind = (at: number) =>
        playlist.segments.slice(at + 1).reduce((sum, one) => sum + lengthOf(one), 0)
      return playlist.segments
        .filter(({ parts }, n) => parts.length > 0 && behind(n) > targetOf(playlist) * 4)
        .map(name)
    },
  },
  {
    says: '4.4.5.3: what comes next is hinted at, and is nothing that is there',
    breaches: (playlist) => {
      if (!isLive(playlist)) return when(playlist.hints.length > 0, 'hints after the end')
      if (!playlist.tags.has('#EXT-X-PART-INF')) return []
      const known = playlist.segments.flatMap(({ parts }) => parts.map(({ uri }) => uri))
      const [hint] = playlist.hints.map((one) => one.get('URI') ?? '')
      return [
        ...when(
          playlist.hints.length !== 1 || hint === undefined,
          `${playlist.hints.length} hints`,
        ),
        ...when(known.includes(hint ?? ''), 'the hint is there already'),
      ]
    },
  },
  {
    says: '4.4.5.4: reports say how far the others are',
    breaches: ({ reports }) =>
      reports
        .filter((one) => !one.has('URI') || !one.has('LAST-MSN') || !one.has('LAST-PART'))
        .map((one) => one.get('URI') ?? 'no URI'),
  },
]

const rules = [...header, ...durations, ...order]

/** What a playlist breaks, by itself. */
export function breachesOf(text: string): string[] {
  const playlist = readPlaylist(text)
  return rules.flatMap(({ says, breaches }) => breaches(playlist).map((one) => `${says}: ${one}`))
}

/** What a later one breaks of what the earlier has promised (6.2.1, 6.2.2). */
export function breachesBetween(earlier: string, later: string): string[] {
  const [before, after] = [readPlaylist(earlier), readPlaylist(later)]
  const known = new Map(after.segments.map((one) => [one.number, one]))
  const gone = before.segments.filter(({ number }) => number < after.sequence + after.skipped)
  const changed = before.segments.filter((one) => {
    const now = known.get(one.number)
    return one.duration !== null && now !== undefined && !isSame(one, now)
  })
  const lost = gone.filter(({ isDiscontinuous }) => isDiscontinuous).length
  return [
    ...when(after.sequence < before.sequence, 'the media sequence went back'),
    ...when(targetOf(before) !== targetOf(after), 'the target duration is another'),
    ...when(!isLive(before) && before.lines.join() !== after.lines.join(), 'it had ended'),
    ...when(
      before.tags.has('#EXT-X-PLAYLIST-TYPE') && after.sequence > before.sequence,
      'an event lost its beginning',
    ),
    ...when(
      after.skipped === 0 && after.discontinuities !== before.discontinuities + lost,
      'discontinuities that went are not counted',
    ),
    ...changed.map((one) => `${name(one)} is another`),
  ]
}

const isSame = (one: ReadSegment, other: ReadSegment): boolean =>
  one.uri === other.uri && one.duration === other.duration && one.date === other.date
