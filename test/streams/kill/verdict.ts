/** Whether the outputs are the folds of the inputs, each once. */

export type Rows = readonly (readonly [key: string, value: number])[];
export interface Outputs {
  readonly echo: Rows;
  readonly min: Rows;
  readonly sum: Rows;
  readonly max: Rows;
  readonly cnt: Rows;
}

function byKey(rows: Rows): Map<string, number[]> {
  const map = new Map<string, number[]>();
  for (const [key, value] of rows) {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  }
  return map;
}

/** The result after each value. */
function scan(values: readonly number[], fold: (result: number, value: number) => number): number[] {
  const results: number[] = [];
  for (const value of values) results.push(results.length === 0 ? value : fold(results.at(-1)!, value));
  return results;
}

function compare(what: string, found: readonly number[], wanted: readonly number[]): string[] {
  const at = wanted.findIndex((value, i) => found[i] !== value);
  if (at < 0 && found.length === wanted.length) return [];
  const place = at < 0 ? wanted.length : at;
  const around = (list: readonly number[]): string => list.slice(Math.max(0, place - 2), place + 3).join(' ');
  return [
    `${what}: ${found.length} results instead of ${wanted.length}; from number ${place}: ${around(found)} instead of ${around(wanted)}`,
  ];
}

/** What is wrong; empty: nothing. Inputs of a key are in the order in which they were written. */
export function judge(inputs: Rows, outputs: Outputs): string[] {
  const problems: string[] = [];
  const given = byKey(inputs);
  const found = { echo: byKey(outputs.echo), min: byKey(outputs.min), sum: byKey(outputs.sum) };
  for (const [key, values] of given) {
    problems.push(
      ...compare(`echo of ${key}`, found.echo.get(key) ?? [], values),
      ...compare(`min of ${key}`, found.min.get(key) ?? [], scan(values, Math.min)),
      ...compare(
        `sum of ${key}`,
        found.sum.get(key) ?? [],
        scan(values, (sum, value) => sum + value),
      ),
    );
  }
  const rests = byKey(inputs.map(([, value]) => [`rest-${Math.abs(value) % 7}`, value]));
  const [counts, maxima] = [byKey(outputs.cnt), byKey(outputs.max)];
  for (const [rest, values] of rests) {
    const numbers = values.map((_, i) => i + 1);
    problems.push(...compare(`cnt of ${rest}`, counts.get(rest) ?? [], numbers));
    // Records of several partitions come in any order: the maxima grow, and end with the largest.
    const max = maxima.get(rest) ?? [];
    const grows = max.every((value, i) => i === 0 || value >= max[i - 1]!);
    const isLargest = max.at(-1) === values.reduce((one, other) => Math.max(one, other));
    if (max.length !== values.length || !grows || !isLargest)
      problems.push(
        `max of ${rest}: ${max.length} results instead of ${values.length}, ${grows ? '' : 'not '}growing, ` +
          `${isLargest ? '' : 'not '}ending with the largest`,
      );
  }
  return problems;
}
