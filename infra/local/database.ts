// Keeps the embedded database running for as long as the supervisor does. Its address stays the same
// over a restart whenever the port is still free, so the server's pools find it again by themselves.
import { setTimeout as wait } from 'node:timers/promises'
import { openEmbedded, type Embedded } from '../../server/storage/embedded.ts'

export interface DatabaseOptions {
  readonly folder: string
  readonly say: (line: string) => void
  /** It came back at another address. */
  readonly moved: (url: string) => void
}

export interface KeptDatabase {
  readonly url: string
  close(): Promise<void>
}

const LONGEST_DELAY = 10_000

export async function keepDatabase({ folder, say, moved }: DatabaseOptions): Promise<KeptDatabase> {
  const closing = new AbortController()
  const isClosing = (): boolean => closing.signal.aborted
  let reopening: Promise<void> = Promise.resolve()

  const open = (): Promise<Embedded> =>
    openEmbedded({
      folder,
      log: say,
      lost: () => {
        if (isClosing()) return
        say('The database ended; starting it again.')
        reopening = reopen()
      },
    })
  const reopen = async (): Promise<void> => {
    for (let delay = 100; !isClosing(); delay = Math.min(delay * 2, LONGEST_DELAY)) {
      try {
        const before = database.url
        database = await open()
        if (database.url !== before) moved(database.url)
        return
      } catch (error) {
        say(`The database does not start: ${(error as Error).message}`)
        await wait(delay, undefined, { signal: closing.signal }).catch(() => undefined)
      }
    }
  }
  let database = await open()
  return {
    url: database.url,
    close: async () => {
      closing.abort()
      await reopening
      await database.close()
    },
  }
}
