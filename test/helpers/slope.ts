/** Is something growing? */

/** Median. Throws for an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The Theil–Sen slope of y over x: the median of the slopes between all pairs of points. A garbage collector's
 * saw-tooth or one late step of the allocator does not move it; steady growth does, however slow.
 */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    for (let k = i + 1; k < points.length; k++) {
      slopes.push((points[k]!.y - points[i]!.y) / (points[k]!.x - points[i]!.x));
    }
  }
  return median(slopes);
}
