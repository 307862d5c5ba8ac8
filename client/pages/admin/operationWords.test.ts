import './operationTexts.ts'
import { expect, test } from 'vitest'
import type { NodeEvent } from '../../../shared/contract/http/nodes.ts'
import { byWords } from './operationWords.ts'

test('a server only notices what becomes of a node; a person drains it', () => {
  const words = (event: NodeEvent, by: string) =>
    byWords({ id: 1, at: 0, node: 'a', by, event, went: [] })
  expect(words({ kind: 'emptied' }, 'server-2')).toBe('· noticed by server-2')
  expect(words({ kind: 'drained', within: 300, people: 4 }, 'Ada')).toBe('· by Ada')
})
