/** Generated programs, each on an original and on our entry, several at a time. */

/** What a program saw, as text, with its names replaced. One line for each thing. */
export type Seen = string[];

export interface Outcome {
  original: Seen;
  ours: Seen;
}

export interface Found<Program> extends Outcome {
  seed: number;
  program: Program;
}

export interface RunOptions<Program> {
  generate: (seed: number) => Program;
  run: (program: Program) => Promise<Outcome>;
  firstSeed: number;
  count: number;
  parallel: number;
  /** After each program. */
  report?: (done: number, found: number) => void;
  /** With each that saw something else: a run that is ended early has told it. */
  tell?: (found: Found<Program>) => void;
}

export const differs = ({ original, ours }: Outcome): boolean => JSON.stringify(original) !== JSON.stringify(ours);

/** The programs that saw something else. */
export async function runPrograms<Program>(options: RunOptions<Program>): Promise<Found<Program>[]> {
  const { generate, run, firstSeed, count, parallel, report, tell } = options;
  const found: Found<Program>[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const seed = firstSeed + next++;
      const program = generate(seed);
      const outcome = await run(program);
      if (differs(outcome)) {
        found.push({ seed, program, ...outcome });
        tell?.(found.at(-1)!);
      }
      report?.(++done, found.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return found.sort((a, b) => a.seed - b.seed);
}

/** Lengths of the longest common part of the ends of both, from each pair of places on. */
function commonLengths(a: Seen, b: Seen): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

/** The program, and each line that only one of them has. */
export function foundText(name: string, { seed, program, original, ours }: Found<unknown>): string {
  const width = Math.max(name.length, 4);
  const lengths = commonLengths(original, ours);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < original.length || j < ours.length) {
    if (i < original.length && original[i] === ours[j]) {
      i++;
      j++;
    } else if (j === ours.length || (i < original.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      lines.push(`  ${name.padEnd(width)} ${original[i++]}`);
    else lines.push(`  ${'ours'.padEnd(width)} ${ours[j++]}`);
  }
  return [`seed ${seed}: ${JSON.stringify(program)}`, ...lines].join('\n');
}
