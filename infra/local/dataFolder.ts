// Chooses the data folder where nobody named one. As root the database runs as another user, who
// cannot enter a closed home: then the folder is under /var/lib, one per home.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chooseUser, reachable, type RunAs } from '../../server/storage/embeddedBinaries.ts'

const SYSTEM_FOLDER = '/var/lib/lyceum'

export function chooseDataFolder(wanted: string): string {
  if (process.getuid?.() !== 0) return wanted
  return folderFor(wanted, chooseUser())
}

/** `wanted` if that user can enter it, else a folder outside, the same each time for the same wish. */
export function folderFor(wanted: string, user: RunAs): string {
  if (reachable(nearestExisting(wanted), user)) return wanted
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 12)
  return join(SYSTEM_FOLDER, key)
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(dirname(folder))
}
