// Rows of a table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is written as text.

export type CsvCell = string | number | null

function printCell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${text.replaceAll('"', '""')}"`
}

export const printCsv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(printCell).join(',')}\r\n`).join('')
