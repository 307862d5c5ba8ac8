// Where set-up finds and keeps things: the checkout, and a cache outside it that every checkout of
// this user shares, keyed by versions.
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..')

const cacheHome = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')

export const cache = join(cacheHome, 'lyceum')

/** One hash over the names and contents of files of the checkout. */
export function hashFiles(patterns: readonly string[], length = 64): string {
  const files = globSync([...patterns], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file))
  return hash.digest('hex').slice(0, length)
}
