/** Deterministic lines of mixed length: some empty, some over 64 KiB, some not valid UTF-8, each without a newline. */
export function mixedLines(count: number, seed = 1): Buffer[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  return Array.from({ length: count }, (_, index) => {
    const kind = next(1000);
    if (kind < 50) return Buffer.alloc(0);
    if (kind < 52) return Buffer.alloc(66_000 + next(300_000), 33 + next(90));
    if (kind < 150) return Buffer.from([0xff, 0xfe, 0x80, 65 + next(26), 0xc3, 128 + (index & 0x7f), 0]);
    return Buffer.from(`line ${index} ${'.'.repeat(next(250))}`);
  });
}

export function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}

export function splitLines(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, from)) {
    lines.push(text.subarray(from, at));
    from = at + 1;
  }
  if (from < text.length) lines.push(text.subarray(from));
  return lines;
}

/** The first difference between two lists of lines after sorting both; undefined: they contain the same lines. */
export function firstDifference(left: readonly Buffer[], right: readonly Buffer[]): string | undefined {
  if (left.length !== right.length) return `${left.length} lines and ${right.length} lines`;
  const [a, b] = [[...left].sort(Buffer.compare), [...right].sort(Buffer.compare)];
  const at = a.findIndex((line, index) => !line.equals(b[index] as Buffer));
  return at === -1
    ? undefined
    : `sorted line ${at}: ${String(a[at]?.subarray(0, 80))} and ${String(b[at]?.subarray(0, 80))}`;
}
