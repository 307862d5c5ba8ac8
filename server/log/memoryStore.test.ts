import { describe, expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { origin } from '../../shared/log.ts'
import { MemoryStore } from './memoryStore.ts'
import { storeSuite } from './testing/storeSuite.ts'

describe('memory store', () => {
  storeSuite(() => Promise.resolve(new MemoryStore()))

  it('goes back to a backup', async () => {
    const store = new MemoryStore()
    const log = newId() as LogId
    const fact = {
      ...{ seq: 1, id: newId<'fact'>(), actor: null, key: 'k', ordinal: 0 },
      ...{ type: 'said', version: 1, visibleTo: 'all' as const, body: {}, redacts: [] },
    }
    const backup = store.backup()
    await store.append([{ log, kind: 'ledger', after: origin, facts: [fact], due: null }])
    store.restore(backup)
    expect(await store.tops([log])).toEqual(new Map())
  })
})
