// What a child process logs: kept in a file that is moved aside when large, and shown at the terminal
// when it is a warning or worse, in words instead of JSON.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LineSink {
  line(text: string): void
  /** The last lines, for the message when the process gives up. */
  tail(): string
  close(): void
}

export interface ChildLogOptions {
  readonly name: string
  readonly file: string
  readonly echo: (line: string) => void
  /** Bytes after which the file is moved aside; the one before is dropped. */
  readonly limit?: number
}

const LIMIT = 10_000_000
const WARN = 40

export function childLog({ name, file, echo, limit = LIMIT }: ChildLogOptions): LineSink {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let descriptor = openSync(file, 'a', 0o600)
  let size = fstatSync(descriptor).size
  const recent: string[] = []

  const write = (text: string): void => {
    if (size > limit) {
      closeSync(descriptor)
      renameSync(file, `${file}.1`)
      descriptor = openSync(file, 'a', 0o600)
      size = 0
    }
    size += writeSync(descriptor, `${text}\n`)
  }
  return {
    line: (text) => {
      try {
        write(text)
      } catch {
        // A full disk must not end the supervisor; the class is worth more than its log.
      }
      const shown = readable(text)
      if (shown === null) return
      recent.push(shown)
      if (recent.length > 10) recent.shift()
      echo(`${name}: ${shown}`)
    },
    tail: () => recent.join('\n'),
    close: () => {
      closeSync(descriptor)
    },
  }
}

interface Entry {
  readonly level?: unknown
  readonly msg?: unknown
  readonly err?: { readonly message?: unknown }
}

/** The line as shown to a person; null when it is of no concern to them. */
export function readable(text: string): string | null {
  if (text.trim() === '') return null
  let entry: Entry | null
  try {
    entry = JSON.parse(text) as Entry | null
  } catch {
    // Not a log entry: Node's own last words, for example.
    return text
  }
  if (typeof entry?.level !== 'number' || entry.level < WARN) return null
  const kind = entry.level >= 50 ? 'error' : 'warning'
  const { msg, err } = entry
  const parts = [typeof msg === 'string' ? msg : text, err?.message]
  return `${kind}: ${parts.filter((part) => typeof part === 'string').join(' – ')}`
}
