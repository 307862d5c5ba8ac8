import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { reasons } from '../../shared/reasons.ts'
import { allPermissions } from '../../shared/roles.ts'
import { repository } from '../check/steps.ts'

const sources = globSync('{server,shared/room}/**/*.ts', { cwd: repository })
  .filter((path) => !path.includes('test'))
  .map((path) => readFileSync(join(repository, path), 'utf8'))

const literal = (node: ts.Node | undefined) =>
  node !== undefined && ts.isStringLiteral(node) ? [node.text] : []

function reasonOf(node: ts.Node | undefined): string[] {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return literal(node)
  return node.properties.flatMap((one) =>
    ts.isPropertyAssignment(one) && one.name.getText() === 'reason' ? literal(one.initializer) : [],
  )
}

/** Code and reason of every `refuse` and `new LyceumError` that names both. */
function refusalsIn(source: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      ['refuse', 'LyceumError'].includes(node.expression.getText())
    ) {
      const [code, , more] = node.arguments ?? []
      for (const reason of reasonOf(more)) found.push(`${literal(code).join()} ${reason}`)
    }
    node.forEachChild(visit)
  }
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true))
  return found
}

const given = new Set(sources.flatMap(refusalsIn))
const listed = Object.entries<{ readonly codes: readonly string[] }>(reasons)
const pairs = listed.flatMap(([name, { codes }]) => codes.map((code) => `${code} ${name}`))

it('lists every reason that the sources give, under the code it has there', () => {
  const borrowed = [...allPermissions.map((one) => `forbidden ${one}`), 'illegalStep cancelled']
  expect(given.size).toBeGreaterThan(50)
  expect([...given].filter((one) => !pairs.includes(one) && !borrowed.includes(one))).toEqual([])
})

it('lists no reason that nothing gives', () => {
  // Some stand in a table beside the words that go with them, or are handed on.
  const written = (name: string) =>
    sources.some((text) => text.includes(`'${name}'`) || text.includes(`  ${name}: 'Staff `))
  const indirect = ['banned', 'removed', 'refused']
  const unused = pairs.filter((pair) => {
    const name = pair.split(' ')[1] ?? ''
    const byHand = name.includes('-') || indirect.includes(name)
    return !given.has(pair) && !(byHand && written(name))
  })
  expect(unused).toEqual([])
})
