// The store's body in memory, with exactly the meaning of the SQL: for the simulation and for tests of
// what stands on logs. Nothing is shared with the caller: facts go in and come out as copies.
import type { LogId } from '../../shared/ids.ts'
import { origin, type Fact, type Position } from '../../shared/log.ts'
import type {
  Append,
  AppendOutcome,
  CommandKey,
  LogPosition,
  LogStore,
  NewFact,
  Pull,
  ReadBack,
  ReadRange,
  Search,
  Snapshot,
  StoredFact,
} from './store.ts'

interface Row extends StoredFact {
  readonly command: string
}

interface KeptLog {
  kind: string
  rows: Row[]
  due: number | null
  /** By version of the rules. */
  snapshots: Map<number, Snapshot>
}

/** Everything the store holds; `MemoryStore.backup` makes one and `restore` takes it. */
export type MemoryBackup = ReadonlyMap<LogId, KeptLog>

function commandOf({ actor, key }: { actor: string | null; key: string }): string {
  return JSON.stringify([actor, key])
}

function topOf(rows: readonly Row[]): Position {
  const last = rows.at(-1)
  return last ? { seq: last.raw.seq, id: last.raw.id } : origin
}

function samePosition(a: Position, b: Position): boolean {
  return a.seq === b.seq && a.id === b.id
}

function copyLog(log: KeptLog): KeptLog {
  return { ...log, rows: [...log.rows], snapshots: new Map(log.snapshots) }
}

function copies(rows: readonly Row[]): StoredFact[] {
  return rows.map(({ raw, redacted }) => ({ raw: structuredClone(raw), redacted }))
}

function toRow(fact: NewFact, at: number): Row {
  const { key, ordinal: _, redacts: __, ...rest } = structuredClone(fact)
  const raw: Fact = { ...rest, at }
  return { raw, redacted: false, command: commandOf({ actor: fact.actor, key }) }
}

export class MemoryStore implements LogStore {
  #logs = new Map<LogId, KeptLog>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  async append(appends: readonly Append[]): Promise<ReadonlyMap<LogId, AppendOutcome>> {
    return new Map(appends.map((append) => [append.log, this.#appendOne(append)]))
  }

  #appendOne({ log, kind, after, facts, due }: Append): AppendOutcome {
    const kept = this.#logs.get(log)
    const rows = kept?.rows ?? []
    const seen = new Set(rows.map(({ command }) => command))
    if (facts.some((fact) => seen.has(commandOf(fact)))) return { result: 'known' }
    if (!samePosition(topOf(rows), after)) return { result: 'lost' }
    const at = Math.max(rows.at(-1)?.raw.at ?? 0, this.#now())
    const hidden = new Set(facts.flatMap(({ redacts }) => redacts))
    const all = [...rows, ...facts.map((fact) => toRow(fact, at))]
    const marked = all.map((row) => (hidden.has(row.raw.seq) ? { ...row, redacted: true } : row))
    this.#logs.set(log, { snapshots: new Map(), ...kept, kind, due, rows: marked })
    return { result: 'won', at }
  }

  async pull(positions: readonly LogPosition[], limit: number): Promise<Pull[]> {
    return positions.map(({ log, position }) => this.#pullOne(log, position, limit))
  }

  #pullOne(log: LogId, position: Position, limit: number): Pull {
    const rows = this.#rows(log)
    const here = topOf(rows.slice(0, position.seq))
    if (!samePosition(here, position)) return { continues: false, facts: [], more: false }
    const found = rows.slice(position.seq, position.seq + limit)
    return { continues: true, facts: copies(found), more: found.length === limit }
  }

  async tops(logs: readonly LogId[]): Promise<ReadonlyMap<LogId, Position>> {
    const known = logs.filter((log) => this.#rows(log).length > 0)
    return new Map(known.map((log) => [log, topOf(this.#rows(log))]))
  }

  async byKeys(keys: readonly CommandKey[]): Promise<StoredFact[][]> {
    return keys.map((key) => {
      const command = commandOf(key)
      return copies(this.#rows(key.log).filter((row) => row.command === command))
    })
  }

  async read(log: LogId, { after, upto, limit }: ReadRange): Promise<StoredFact[]> {
    return copies(this.#rows(log).slice(after, Math.min(upto, after + limit)))
  }

  async readBack(log: LogId, range: ReadBack): Promise<StoredFact[]> {
    const { before, types, limit, visibleTo } = range
    const audience = visibleTo === undefined ? null : JSON.stringify(visibleTo)
    const older = this.#rows(log).filter(
      ({ raw }) =>
        raw.seq < before &&
        types.includes(raw.type) &&
        (audience === null || JSON.stringify(raw.visibleTo) === audience),
    )
    return copies(older.reverse().slice(0, limit))
  }

  async search(log: LogId, wanted: Search): Promise<StoredFact[]> {
    const { text, types, after, before, limit, reader } = wanted
    const words = text.toLowerCase()
    const found = this.#rows(log).filter(({ raw, redacted }) => {
      const { seq, type, body, visibleTo } = raw
      if (redacted || seq <= after || seq >= before || !types.includes(type)) return false
      const said = 'text' in body && typeof body.text === 'string' ? body.text.toLowerCase() : ''
      return said.includes(words) && [visibleTo].flat().some((one) => reader.includes(one))
    })
    return copies(found.reverse().slice(0, limit))
  }

  async snapshot(log: LogId, version: number): Promise<Snapshot | null> {
    const snapshot = this.#logs.get(log)?.snapshots.get(version)
    if (snapshot === undefined || !this.#has(log, snapshot.position)) return null
    return structuredClone(snapshot)
  }

  async saveSnapshot(log: LogId, version: number, snapshot: Snapshot): Promise<void> {
    const snapshots = this.#logs.get(log)?.snapshots
    if (snapshots === undefined || !this.#has(log, snapshot.position)) return
    if ((snapshots.get(version)?.position.seq ?? 0) >= snapshot.position.seq) return
    snapshots.set(version, structuredClone(snapshot))
  }

  async due(kind: string, now: number, limit: number): Promise<LogId[]> {
    const found = [...this.#logs].flatMap(([log, kept]) =>
      kept.kind === kind && kept.due !== null && kept.due <= now ? [{ log, due: kept.due }] : [],
    )
    found.sort((a, b) => a.due - b.due)
    return found.slice(0, limit).map(({ log }) => log)
  }

  backup(): MemoryBackup {
    return new Map([...this.#logs].map(([log, kept]) => [log, copyLog(kept)]))
  }

  restore(backup: MemoryBackup): void {
    this.#logs = new Map([...backup].map(([log, kept]) => [log, copyLog(kept)]))
  }

  #rows(log: LogId): Row[] {
    return this.#logs.get(log)?.rows ?? []
  }

  #has(log: LogId, { seq, id }: Position): boolean {
    return this.#rows(log)[seq - 1]?.raw.id === id
  }
}
