// The embedded database's programs made ready to run: the links between its libraries, which npm
// packages cannot carry and whose post-install script does not run here.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBinaries, linkLibraries } from '../../../server/storage/embeddedBinaries.ts'
import { SetupError, type Step } from '../step.ts'

export const database: Step = {
  name: 'Database',
  about: 'linking its libraries',
  isDone: () => {
    const binaries = binariesOrNull()
    return (
      binaries === null ||
      existsSync(join(binaries.folder, 'lib', 'libpq.so.5')) ||
      process.platform !== 'linux'
    )
  },
  run: async () => {
    try {
      linkLibraries(findBinaries())
    } catch (error) {
      throw new SetupError(`the libraries could not be linked: ${String(error)}`)
    }
  },
}

/** None for this system: then DATABASE_URL is needed, and said when it is missing. */
function binariesOrNull(): ReturnType<typeof findBinaries> | null {
  try {
    return findBinaries()
  } catch {
    return null
  }
}
