import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { alertNames } from '../../shared/contract/http/operation.ts'
import { repository } from '../check/steps.ts'
import { alerts, ruleCases } from './ruleCases.ts'

const read = (path: string) => readFileSync(join(repository, path), 'utf8')

it('every alert has its page in the runbook, and every page its alert', async () => {
  const names = [...new Set([...(await alerts()), ...alertNames])]
  const pages = [...read('docs/runbooks.md').matchAll(/^### (\S+)$/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(20)
  expect(pages.toSorted()).toEqual(names.toSorted())
})

it('every alert leads to its own page', async () => {
  const links = [...read('infra/monitoring/rules.yml').matchAll(/runbook: (\S+)/g)]
  const wanted = (await alerts()).map((name) => `docs/runbooks.md#${name.toLowerCase()}`)
  expect(links.map(([, link]) => link)).toEqual(wanted)
})

it('every alert has a case in which it goes off', async () => {
  const { tests } = await ruleCases('rules.yml')
  expect(tests).toHaveLength((await alerts()).length + 1)
})
