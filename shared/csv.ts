// Rows as CSV that spreadsheet programs open as text: what looks like a formula is kept from being one. Pure.

export type CsvCell = string | number | boolean | null

/** A spreadsheet would take these for a formula; an apostrophe in front makes them text. */
const formula = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠\t\r\n]/u

/** The mark by which spreadsheet programs know UTF-8; the first of a file. */
export const csvMark = '\ufeff'

function cell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",;\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** As RFC 4180 has it, with its end. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}
