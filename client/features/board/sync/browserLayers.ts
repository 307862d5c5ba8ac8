// Layers in IndexedDB: one database per person and layer, because two people may share a browser.
import * as idb from 'lib0/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { nameOf, parseName, type LayerName } from '../../../../shared/board/layer.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import { Committed } from './committed.ts'
import { forgetful, type KeptLayer, type LayerStore } from './layerStore.ts'

const prefix = 'lyceum-board'
/** As y-indexeddb names its stores. */
const custom = 'custom'
const updates = 'updates'
/** How long a layer is kept that nobody looked at again. */
const keptFor = 14 * 24 * 60 * 60_000

/** Some browsers have the interface and refuse to keep anything. */
async function keepsAnything(): Promise<boolean> {
  try {
    const probe = await idb.openDB(`${prefix}:probe`, () => undefined)
    probe.close()
    return true
  } catch {
    return false
  }
}

async function clocksIn(database: IDBDatabase): Promise<[number, number][]> {
  const [store] = idb.transact(database, [custom], 'readonly')
  if (store === undefined) return []
  const all = await idb.getAllKeysValues(store)
  return all.map(({ k, v }): [number, number] => [Number(k), Number(v)])
}

async function openKept(name: string, doc: Y.Doc): Promise<KeptLayer> {
  const kept = new IndexeddbPersistence(name, doc)
  await kept.whenSynced
  const committed = new Committed(kept.db === null ? [] : await clocksIn(kept.db))
  const end = async () => {
    await kept.destroy()
  }
  return {
    committed,
    keep: (client, clock) => {
      // Kept a moment later or never: then something saved is offered again, which harms nothing.
      kept.set(client, clock as never).catch(() => undefined)
    },
    close: end,
    drop: async () => {
      // Emptied and not deleted: another tab may be using it.
      if (kept.db !== null) await emptied(kept.db)
      await end()
    },
  }
}

async function emptied(database: IDBDatabase): Promise<void> {
  const stores = idb.transact(database, [updates, custom])
  await Promise.all(stores.map((store) => idb.rtop(store.clear())))
}

async function databaseNames(start: string): Promise<string[]> {
  const databases = await indexedDB.databases()
  return databases.flatMap(({ name }) => (name?.startsWith(start) === true ? [name] : []))
}

async function olderNames(start: string, name: LayerName): Promise<string[]> {
  return (await databaseNames(start)).filter((one) => {
    const found = parseName(one.slice(start.length))
    const isSame = found?.page === name.page && found.of === name.of
    return isSame && found.epoch < name.epoch
  })
}

/** When a page was made stands in its id, which is a UUIDv7. */
function madeAt({ page }: LayerName): number {
  return Number.parseInt(page.replaceAll('-', '').slice(0, 12), 16)
}

/** Of whoever used this browser. */
async function forgetOld(now: number): Promise<void> {
  for (const name of await databaseNames(`${prefix}:`)) {
    const [, , ...layer] = name.split(':')
    const found = parseName(layer.join(':'))
    if (found !== null && madeAt(found) < now - keptFor) await idb.deleteDB(name)
  }
}

function browserStore(me: ParticipantId): LayerStore {
  const start = `${prefix}:${me}:`
  return {
    open: (name, doc) => openKept(`${start}${nameOf(name)}`, doc),
    takeOlder: async (name) => {
      const names = await olderNames(start, name)
      return Promise.all(
        names.map(async (older) => {
          const doc = new Y.Doc()
          const kept = await openKept(older, doc)
          await kept.close()
          await idb.deleteDB(older)
          return { doc, committed: kept.committed }
        }),
      )
    },
  }
}

/** One that keeps nothing where the browser refuses. */
export async function browserLayers(me: ParticipantId): Promise<LayerStore> {
  if (!(await keepsAnything())) return forgetful()
  void forgetOld(Date.now()).catch(() => undefined)
  return browserStore(me)
}
