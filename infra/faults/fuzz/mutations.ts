// Makes wrong what was right: some value inside, or the whole, becomes something that nobody should send.
import fc from 'fast-check'

function nested(depth: number): unknown {
  let value: unknown = []
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value }
  return value
}

const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`key${n}`, n]))
const polluted = JSON.parse(
  '{"__proto__":{"role":"owner"},"constructor":{"prototype":{}}}',
) as object

/** What goes wrong in programs: types, sizes, depths, names, and text that is not what it seems. */
const nasty: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 31),
  1e308,
  '',
  ' ',
  '0',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202eevil\u2066',
  '👩‍👩‍👧‍👦'.repeat(300),
  'e\u0301'.repeat(2_500),
  'x'.repeat(40_000),
  '\\u0000',
  "'; DROP TABLE facts; --",
  '<img src=x onerror=alert(1)>',
  '${7*7}',
  '../../../etc/passwd',
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 2_000 }, () => 1),
  many,
  polluted,
  nested(60),
  nested(2_000),
  { toString: 1, valueOf: null, length: 5 },
  { then: 'not a promise' },
  Buffer.from('binary'),
  { file: Buffer.alloc(5_000, 7) },
  new Date(8.64e15),
]

const replacement = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

interface Cut {
  /** Which of all the values inside, counted through. */
  readonly at: number
  readonly how: 'replace' | 'drop' | 'add'
  readonly with: unknown
}

const cuts = fc.record({
  at: fc.nat(30),
  how: fc.constantFrom('replace', 'replace', 'drop', 'add'),
  with: replacement,
}) as fc.Arbitrary<Cut>

type Holder = Record<string, unknown>

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && !(value instanceof Date)

/** Every place inside, as the holder and the name under which it holds something. */
function places(value: unknown, depth = 0): [Holder, string][] {
  if (!isHolder(value) || depth > 5) return []
  return Object.keys(value).flatMap((name): [Holder, string][] => [
    [value, name],
    ...places(value[name], depth + 1),
  ])
}

function apply(value: unknown, { at, how, with: wanted }: Cut): unknown {
  // A copy, or a later cut would change the list of nasty things, or put one into itself.
  const given = copied(wanted)
  const found = places(value)
  const place = found[at % Math.max(1, found.length)]
  if (place === undefined) return how === 'replace' ? given : value
  const [holder, name] = place
  if (how === 'drop') Reflect.deleteProperty(holder, name)
  else if (how === 'add') holder[`${name}2`] = given
  else holder[name] = given
  return value
}

/** About one in six stays as it was: what is right must go on working too. */
export function mutated(base: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const whole = fc.tuple(base, fc.array(cuts, { maxLength: 3 }))
  return whole.map(([value, wrong]) => wrong.reduce(apply, copied(value)))
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (!isHolder(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner)]))
}
