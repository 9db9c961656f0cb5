/** Rows under a header. Each column is as wide as necessary, and at least as wide as in Kafka's tools. */
export function table(
  header: readonly string[],
  rows: readonly (readonly unknown[])[],
  least: readonly number[] = [],
): string[] {
  const lines = [header, ...rows.map((row) => row.map(cell))];
  const widths = header.map((_, column) => Math.max(least[column] ?? 0, ...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column]!))
      .join(' ')
      .trimEnd(),
  );
}

/** A missing value is a dash, as in Kafka's tools. */
function cell(value: unknown): string {
  return value === null || value === undefined || value === '' ? '-' : String(value);
}
