// Rows as CSV or JSON, made while they are read. Knows nothing of what the rows are about.
import { csvLine, csvMark, type CsvCell } from '../../shared/csv.ts'

export type Row = Readonly<Record<string, CsvCell>>
export type Rows = AsyncIterable<Row> | Iterable<Row>

export async function* csv(columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield csvMark + csvLine(columns)
  for await (const row of rows) yield csvLine(columns.map((column) => row[column] ?? null))
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
