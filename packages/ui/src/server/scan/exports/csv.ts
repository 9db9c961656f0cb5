/** Programs for tables take what begins like this for a formula, and run it. */
const formula = /^[=+\-@\t\r]/;

/** A line of CSV. null is an empty cell, an empty text `""`. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | null): string {
  if (cell === null) return '';
  const text = formula.test(cell) ? `'${cell}` : cell;
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
