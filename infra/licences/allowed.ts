// Which licences the packages below Lyceum may have, and the rule that judges them. What is shipped
// must not ask more of an Apache-2.0 work than its notice; tools may also be weakly copyleft.

const shipped = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Fonts: free to bundle, under their own licence.
  'OFL-1.1',
  'Unlicense',
])

const tools = new Set([...shipped, 'CC-BY-3.0', 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0'])

/** Packages whose licence was read by a person, because no machine finds it, and what it is. */
const read: Readonly<Record<string, string>> = {
  // Its package.json names none; its LICENSE file is the MIT text.
  'svelte-toolbelt': 'MIT',
}

/**
 * Weakly copyleft libraries that are packages of their own, loaded when the program runs and put in
 * another's place by whoever likes: they ask nothing of the work that uses them. Looked at by a person.
 */
const replaceable: Readonly<Record<string, string>> = {
  // libvips, which sharp loads: LGPL, unchanged, its sources published by its makers.
  '@img/sharp-libvips-': 'LGPL-3.0-or-later',
}

function isReplaceable({ name, licence }: Package): boolean {
  return Object.entries(replaceable).some(
    ([start, expected]) => name.startsWith(start) && licence === expected,
  )
}

export interface Package {
  readonly name: string
  readonly licence: string
  readonly shipped: boolean
}

/** Understands `A`, `(A AND B)` and `(A OR B)`, which is all that the tree has. */
function fits(expression: string, allowed: ReadonlySet<string>): boolean {
  const inner = expression.replaceAll(/[()]/g, '')
  if (inner.includes(' AND ')) return inner.split(' AND ').every((part) => fits(part, allowed))
  return inner.split(' OR ').some((part) => allowed.has(part.trim()))
}

/** The packages that may not stay. */
export function refuse(packages: readonly Package[]): Package[] {
  return packages.filter((one) => {
    if (isReplaceable(one)) return false
    const { name, licence, shipped: ships } = one
    const id = name.replace(/@[^@]+$/, '')
    return !fits(read[id] ?? licence, ships ? shipped : tools)
  })
}
