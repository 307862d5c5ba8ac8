// Rows as CSV or JSON, made while they are read. Knows nothing of what the rows are about.

export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>
export type Rows = AsyncIterable<Row> | Iterable<Row>

/** A spreadsheet would take these for a formula; an apostrophe in front makes them text. */
const formula = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠\t\r\n]/u

function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** As RFC 4180 has it, with the mark by which spreadsheets know UTF-8. */
export async function* csv(columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield `\ufeff${columns.join(',')}\r\n`
  for await (const row of rows)
    yield `${columns.map((column) => cell(row[column] ?? null)).join(',')}\r\n`
}

/** A list of objects. */
export async function* json(columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  let before = '[\n'
  for await (const row of rows) {
    const entries = columns.map((column) => [column, row[column] ?? null])
    yield before + JSON.stringify(Object.fromEntries(entries))
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
