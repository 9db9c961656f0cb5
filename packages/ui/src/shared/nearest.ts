/** The one of `names` that begins with `given`, or is at most a third of its letters away from it. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const begun = given.length < 2 ? undefined : names.find((name) => name.startsWith(given));
  if (begun !== undefined) return begun;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const name of names) {
    const distance = editDistance(given.slice(0, 64).toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best !== undefined && bestDistance <= Math.max(1, Math.ceil(best.length / 3)) ? best : undefined;
}

/** How many letters must be put in, left out, replaced, or exchanged with the next one. */
function editDistance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, twoAbove[j - 2]! + 1);
      row.push(least);
    }
    [twoAbove, above] = [above, row];
  }
  return above[b.length]!;
}
