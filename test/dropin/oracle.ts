/** Generated programs, each on kafkajs and on our entry, several at a time. */
import type { KafkaEndpoint } from '../helpers/kafka/kafka-endpoint';
import { generate } from './programs/generate';
import type { Program } from './programs/program';
import { runBoth, type Outcome } from './run/run';

export interface Found extends Outcome {
  seed: number;
  program: Program;
}

export interface RunOptions {
  broker: KafkaEndpoint;
  firstSeed: number;
  count: number;
  parallel: number;
  /** After each program. */
  report?: (done: number, found: number) => void;
}

/** The programs that saw something else. */
export async function runPrograms({ broker, firstSeed, count, parallel, report }: RunOptions): Promise<Found[]> {
  const found: Found[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const seed = firstSeed + next++;
      const program = generate(seed);
      const outcome = await runBoth(program, broker);
      if (JSON.stringify(outcome.original) !== JSON.stringify(outcome.ours)) found.push({ seed, program, ...outcome });
      report?.(++done, found.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return found.sort((a, b) => a.seed - b.seed);
}

/** The program, and each line that only one of them has at its place. */
export function foundText({ seed, program, original, ours }: Found): string {
  const lines = Array.from({ length: Math.max(original.length, ours.length) }, (_, i) =>
    original[i] === ours[i] ? [] : [`  ${i} kafkajs ${original[i]}`, `  ${i} ours    ${ours[i]}`],
  );
  return [`seed ${seed}: ${JSON.stringify(program)}`, ...lines.flat()].join('\n');
}
