// Reading lists of people that staff paste or upload: lines such as `Ada Lovelace <ada@example.org>`,
// or CSV with a header. Pure text in, entries out; every line gets an answer.
import { login as loginSchema, name as nameSchema } from '../../shared/contract/http/entities.ts'

export type ImportFormat = 'lines' | 'csv'

export type ImportedLine =
  | { readonly line: number; readonly login: string; readonly name: string }
  | { readonly line: number; readonly problem: string }

interface Raw {
  readonly line: number
  readonly login: string
  readonly name: string
}

export function readPeople(text: string, format: ImportFormat): ImportedLine[] {
  const clean = text.replace(/^\uFEFF/, '')
  return format === 'lines' ? readLines(clean) : readCsv(clean)
}

function check({ line, login, name }: Raw): ImportedLine {
  const loginRead = loginSchema.safeParse(login)
  if (!loginRead.success) return { line, problem: `“${login}” is no e-mail address or user name.` }
  const nameRead = nameSchema.safeParse(name === '' ? loginRead.data.replace(/@.*$/, '') : name)
  if (!nameRead.success) return { line, problem: 'The name is too long.' }
  return { line, login: loginRead.data, name: nameRead.data }
}

function readLines(text: string): ImportedLine[] {
  const lines = text.split(/\r\n|\r|\n/)
  return lines.flatMap((each, index) => {
    const trimmed = each.trim()
    return trimmed === '' ? [] : [check({ line: index + 1, ...splitLine(trimmed) })]
  })
}

function splitLine(line: string): { login: string; name: string } {
  const bracketed = /^(.*)<([^<>]*)>[,;]?$/.exec(line)
  if (bracketed) {
    const name = (bracketed[1] ?? '').trim().replace(/^"(.*)"$/, '$1')
    return { login: (bracketed[2] ?? '').trim(), name }
  }
  const [first = '', second = ''] = line.split(/[\t;,]/, 2).map((part) => part.trim())
  return second.includes('@') ? { login: second, name: first } : { login: first, name: second }
}

const loginHeads = ['login', 'email', 'e-mail', 'mail', 'username', 'user', 'user name']
const nameHeads = ['name', 'full name', 'display name']
const firstHeads = ['first name', 'firstname', 'given name', 'vorname']
const lastHeads = ['last name', 'lastname', 'surname', 'family name', 'nachname']

function readCsv(text: string): ImportedLine[] {
  const [head, ...body] = parseCsv(text)
  if (head === undefined) return []
  const titles = head.cells.map((cell) => cell.trim().toLowerCase())
  const column = (names: readonly string[]): number => titles.findIndex((t) => names.includes(t))
  const login = column(loginHeads)
  if (login < 0) {
    return [{ line: head.line, problem: 'The first line must name a column “login” or “email”.' }]
  }
  const nameColumns = column(nameHeads) >= 0 ? [nameHeads] : [firstHeads, lastHeads]
  return body.map(({ line, cells, broken }) => {
    if (broken) return { line, problem: 'A quotation mark is not closed.' }
    const cell = (index: number): string => (cells[index] ?? '').trim()
    const name = nameColumns.map((names) => cell(column(names))).join(' ')
    return check({ line, login: cell(login), name: name.trim() })
  })
}

interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly broken: boolean
}

/** The one the first line uses most. */
function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const count = (mark: string): number => first.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** RFC 4180, forgiving about spaces before a quotation mark. Empty lines are left out. */
export function parseCsv(source: string): CsvRow[] {
  const text = source.replace(/\r\n?/g, '\n')
  const delimiter = delimiterOf(text)
  const rows: CsvRow[] = []
  let line = 1
  let start = 1
  let cells: string[] = []
  let cell = ''
  let quoted = false
  const endCell = (): void => {
    cells.push(cell)
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: start, cells, broken: quoted })
    cells = []
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    const escaped = quoted && char === '"' && text.charAt(at + 1) === '"'
    if (char === '\n') line += 1
    if (escaped) at += 1
    if (escaped || (quoted && char !== '"')) cell += char
    else if (quoted) quoted = false
    else if (char === '"' && cell.trim() === '') quoted = true
    else if (char === delimiter) endCell()
    else if (char === '\n') {
      endRow()
      start = line
    } else cell += char
  }
  endRow()
  return rows
}
