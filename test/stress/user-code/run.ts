import path from 'node:path';

import { jsonLines, runProgram } from '../../helpers/child';
import { allCases, nameOf } from './cases';

/** Cases that share a process: a resource left behind is traced to one of these. */
const PER_PROCESS = 8;
const MOST_MS = 50_000;

interface Result {
  number: number;
  name: string;
  faults: string[];
}

async function runProcess(numbers: readonly number[]): Promise<string[]> {
  const program = path.join(__dirname, 'run-cases.ts');
  const result = await runProgram(program, { args: numbers.map(String), timeoutMs: MOST_MS * numbers.length });
  const done = jsonLines<Result>(result.stdout);
  const faults = done.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  if (done.length < numbers.length)
    faults.push(
      `${nameOf(allCases[numbers[done.length]!]!)}: the process ended: ${result.signal ?? result.code} ${result.stderr}`,
    );
  else if (result.timedOut)
    faults.push(`the process did not end by itself after ${done.map(({ name }) => name).join('; ')}`);
  else if (result.code !== 0) faults.push(`status ${result.code} after ${done.at(-1)!.name}: ${result.stderr}`);
  return faults;
}

/** Runs these cases in separate processes, two at a time. Returns the faults, each with its case. */
export async function runCases(
  numbers: readonly number[],
  onFault: (fault: string) => void = () => undefined,
): Promise<string[]> {
  const groups: number[][] = [];
  for (let i = 0; i < numbers.length; i += PER_PROCESS) groups.push(numbers.slice(i, i + PER_PROCESS));
  const all: string[] = [];
  const worker = async () => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      const faults = await runProcess(group);
      faults.forEach(onFault);
      all.push(...faults);
    }
  };
  await Promise.all([worker(), worker()]);
  return all;
}
