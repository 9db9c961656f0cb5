/** `0,3,5-8` as numbers, in order, each once; null where it is not that. */
export function parsePartitions(text: string): number[] | null {
  const found = new Set<number>();
  for (const piece of text.split(',').map((part) => part.trim())) {
    if (piece === '') continue;
    const range = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(piece);
    if (range === null) return null;
    const from = Number(range[1]);
    const to = Number(range[2] ?? from);
    if (to < from || to - from > 20_000) return null;
    for (let partition = from; partition <= to; partition += 1) found.add(partition);
  }
  return [...found].sort((a, b) => a - b);
}

/** The shortest text that means these partitions. */
export function formatPartitions(partitions: readonly number[]): string {
  const pieces: string[] = [];
  for (let at = 0; at < partitions.length; at += 1) {
    const from = partitions[at]!;
    while (partitions[at + 1] === partitions[at]! + 1) at += 1;
    const to = partitions[at]!;
    pieces.push(from === to ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`);
  }
  return pieces.join(',');
}

/** `100`, or `0:100,3:7`: an offset for all partitions, or for each its own. Null where it is neither. */
export function parseOffsets(text: string): string | Record<number, string> | null {
  const trimmed = text.trim();
  if (/^\d{1,19}$/.test(trimmed)) return trimmed;
  const each: Record<number, string> = {};
  for (const piece of trimmed.split(',')) {
    const found = /^\s*(\d{1,6}):(\d{1,19})\s*$/.exec(piece);
    if (found === null) return null;
    each[Number(found[1])] = found[2]!;
  }
  return each;
}
