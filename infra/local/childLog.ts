// What a child process logs: kept in a file that is moved aside when large, and shown at the terminal
// when it is a warning or worse, in words instead of JSON.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  type WriteStream,
} from 'node:fs'
import { dirname } from 'node:path'

export interface LineSink {
  line(text: string): void
  /** The last lines, for the message when the process gives up. */
  tail(): string
  close(): Promise<void>
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
  let size = existsSync(file) ? statSync(file).size : 0
  let stream: WriteStream = open(file)
  const recent: string[] = []

  const rotate = (): void => {
    stream.end()
    renameSync(file, `${file}.1`)
    stream = open(file)
    size = 0
  }
  return {
    line: (text) => {
      if (size > limit) rotate()
      size += Buffer.byteLength(text) + 1
      stream.write(`${text}\n`)
      const shown = readable(text)
      if (shown === null) return
      recent.push(shown)
      if (recent.length > 10) recent.shift()
      echo(`${name}: ${shown}`)
    },
    tail: () => recent.join('\n'),
    close: () =>
      new Promise((resolve) => {
        stream.end(resolve)
      }),
  }
}

function open(file: string): WriteStream {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A full disk must not end the supervisor; the class is worth more than its log.
  stream.on('error', () => undefined)
  return stream
}

interface Entry {
  readonly level?: unknown
  readonly msg?: unknown
  readonly err?: { readonly message?: unknown }
}

/** The line as shown to a person; null when it is of no concern to them. */
export function readable(text: string): string | null {
  if (text.trim() === '') return null
  let entry: Entry
  try {
    entry = JSON.parse(text) as Entry
  } catch {
    // Not a log entry: Node's own last words, for example.
    return text
  }
  if (typeof entry !== 'object' || typeof entry.level !== 'number' || entry.level < WARN)
    return null
  const kind = entry.level >= 50 ? 'error' : 'warning'
  const { msg, err } = entry
  const parts = [typeof msg === 'string' ? msg : text, err?.message]
  return `${kind}: ${parts.filter((part) => typeof part === 'string').join(' – ')}`
}
