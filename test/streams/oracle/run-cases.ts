import type { Case, Outcome } from './cases/case';
import { generate } from './cases/generate';
import { JavaOracle } from './java-oracle';
import { runOurs } from './ours/run';
import { differences, type Difference } from './verdict/compare';
import { shrink } from './verdict/shrink';

export interface Found {
  readonly seed: number;
  /** The smallest case that still differs. */
  readonly test: Case;
  readonly differences: readonly Difference[];
}

/** What many cases came to. */
export interface Result {
  readonly cases: number;
  /** Cases that neither side could build. */
  readonly unbuilt: number;
  /** Cases in which both sides threw at the same input. */
  readonly failed: number;
  /** Records that both sides wrote. */
  readonly records: number;
  readonly found: readonly Found[];
}

const recordsOf = ({ topics = {} }: Outcome): number =>
  Object.values(topics).reduce((sum, rows) => sum + rows.length, 0);

/** Runs the cases of `count` seeds from `firstSeed` on; ends after `mostFound` differences. */
export async function runCases(
  oracle: JavaOracle,
  {
    firstSeed,
    count,
    mostFound = 1,
    ours = runOurs,
    report,
  }: {
    firstSeed: number;
    count: number;
    mostFound?: number;
    /** How our side runs a case; another one only to see that the oracle notices. */
    ours?: (test: Case) => Outcome;
    report?: (done: number, found: number) => void;
  },
): Promise<Result> {
  const compare = async (test: Case): Promise<{ java: Outcome; all: Difference[] }> => {
    const java = await oracle.run(test);
    return { java, all: [...differences(java, ours(test))] };
  };
  const found: Found[] = [];
  const total = { cases: 0, unbuilt: 0, failed: 0, records: 0 };
  for (let seed = firstSeed; seed < firstSeed + count && found.length < mostFound; seed++) {
    const test = generate(seed);
    const { java, all } = await compare(test);
    total.cases++;
    if (java.buildError !== undefined || java.driverError !== undefined) total.unbuilt++;
    if (java.failedAt !== undefined) total.failed++;
    total.records += recordsOf(java);
    if (all.length > 0) {
      const kind = all[0]!.what.split(' ')[0];
      const isSame = async (candidate: Case): Promise<boolean> =>
        (await compare(candidate)).all.some(({ what }) => what.split(' ')[0] === kind);
      const smallest = await shrink(test, isSame);
      found.push({ seed, test: smallest, differences: (await compare(smallest)).all });
    }
    report?.(total.cases, found.length);
  }
  return { ...total, found };
}
