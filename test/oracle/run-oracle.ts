import type { Driver } from './drivers/driver';
import type { Fault } from './drivers/faults';
import { JavaDriver } from './drivers/java-driver';
import { OurDriver } from './drivers/our-driver';
import { dropTopics, makeTopics } from './programs/content';
import { generate } from './programs/generate';
import { Names } from './programs/names';
import { programText, runsAlone, type Program } from './programs/program';
import { ProgramRun, type Outcome } from './programs/run-program';
import { allowedBy, type Allowed } from './verdict/allowed';
import { compare, differenceText, kindOf, type Difference } from './verdict/compare';
import { shrink } from './verdict/shrink';
import type { OracleBroker } from './oracle-broker';
import { Turns } from './turns';

export interface OracleOptions {
  readonly broker: OracleBroker;
  readonly seed: number;
  readonly minutes: number;
  /** Number of the first program. */
  readonly from?: number;
  /** Programs at once. */
  readonly parallel?: number;
  readonly fault?: Fault;
  /** End at the first difference. */
  readonly stopAtFirst?: boolean;
  /** Time to make a differing program smaller. */
  readonly shrinkMs?: number;
  /** Times say nothing on a machine that does other work; default true. */
  readonly timed?: boolean;
  readonly log?: (line: string) => void;
}

export interface Finding {
  readonly number: number;
  readonly kind: string;
  readonly program: Program;
  readonly text: string;
  readonly afterMs: number;
}

export interface OracleResult {
  readonly seed: number;
  programs: number;
  steps: number;
  /** Java itself answered differently a second time: no oracle. */
  unstable: number;
  /** Differed once and not again in two further runs. */
  outliers: string[];
  /** Differences that are listed, by title. */
  readonly allowed: Record<string, number>;
  readonly findings: Finding[];
}

let runs = 0;

/** Runs generated programs on both sides until the time is up. */
export class Oracle {
  readonly #options: OracleOptions;
  readonly #startedAt = Date.now();
  readonly #result: OracleResult;
  readonly #known = new Set<string>();
  readonly #turns = new Turns();
  #next: number;
  #stopped = false;

  constructor(options: OracleOptions) {
    this.#options = options;
    this.#next = options.from ?? 0;
    this.#result = { seed: options.seed, programs: 0, steps: 0, unstable: 0, outliers: [], allowed: {}, findings: [] };
  }

  async run(): Promise<OracleResult> {
    await Promise.all(Array.from({ length: this.#options.parallel ?? 6 }, () => this.#work()));
    return this.#result;
  }

  #log(line: string): void {
    this.#options.log?.(line);
  }

  get #isOver(): boolean {
    return this.#stopped || Date.now() - this.#startedAt > this.#options.minutes * 60_000;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      const number = this.#next++;
      const program = generate(this.#options.seed, number);
      await this.#judge(number, program);
      this.#result.programs++;
      this.#result.steps += program.steps.length;
    }
  }

  async #judge(number: number, program: Program): Promise<void> {
    const first = await this.both(program);
    let differences = this.#unlisted(program, first.differences);
    if (differences.length === 0) return;
    // An outlier is repeated: what differs in two runs of three, where Java agrees with itself, is a difference.
    const again = [await this.both(program), await this.both(program)];
    const unstable = again.flatMap(({ java }) => compare(first.java, java)).filter(({ field }) => field !== 'time');
    const isStable = ({ step, field }: Difference) => !unstable.some((one) => one.step === step && one.field === field);
    const kinds = (list: readonly Difference[]) => new Set(list.map((one) => kindOf(program, one)));
    const repeated = again.map(({ differences: more }) => kinds(this.#unlisted(program, more)));
    const doubted = differences.find((one) => !isStable(one));
    differences = differences.filter((one) => {
      const kind = kindOf(program, one);
      if (one.field === 'time') return repeated.every((set) => set.has(kind));
      return isStable(one) && repeated.some((set) => set.has(kind));
    });
    if (differences.length === 0 && doubted) {
      this.#result.unstable++;
      return this.#log(`program ${number}: Java differs from itself: ${kindOf(program, doubted)}`);
    }
    if (differences.length === 0) {
      const kind = kindOf(program, first.differences[0]!);
      this.#result.outliers.push(`${number} ${kind}`);
      const seen = first.differences.find((one) => kindOf(program, one) === kind)!;
      return this.#log(`program ${number}: ${kind} differed once in three runs: ${differenceText(program, seen)}`);
    }
    await this.#report(number, program, differences[0]!);
  }

  #unlisted(program: Program, differences: readonly Difference[]): Difference[] {
    const found: Difference[] = [];
    // From a listed difference on the two sides do not do the same any more.
    let until = Infinity;
    for (const one of differences) {
      if (one.step >= until) break;
      if (one.field === 'time' && this.#options.timed === false) continue;
      const listed: Allowed | undefined = allowedBy(program, one);
      if (!listed) found.push(one);
      else {
        this.#result.allowed[listed.title] = (this.#result.allowed[listed.title] ?? 0) + 1;
        if (!listed.goesOn) until = one.step;
      }
    }
    return found.filter(({ step }) => step < until);
  }

  async #report(number: number, program: Program, first: Difference): Promise<void> {
    const afterMs = Date.now() - this.#startedAt;
    const kind = kindOf(program, first);
    const isNew = !this.#known.has(kind);
    this.#known.add(kind);
    this.#log(`program ${number}: ${kind} differs after ${Math.round(afterMs / 1000)} s${isNew ? '' : ', as before'}`);
    if (this.#options.stopAtFirst) this.#stopped = true;
    let smallest = program;
    if (isNew) {
      const differs = async (candidate: Program) =>
        (await this.#differences(candidate)).some((one) => kindOf(candidate, one) === kind);
      smallest = await shrink(program, differs, Date.now() + (this.#options.shrinkMs ?? 40_000));
    }
    let shown = isNew ? (await this.#differences(smallest)).slice(0, 4) : [first];
    if (shown.length === 0) [smallest, shown] = [program, [first]];
    const text = `${programText(smallest)}\n${shown.map((one) => `  ${differenceText(smallest, one)}`).join('\n')}`;
    this.#result.findings.push({ number, kind, program: smallest, text, afterMs });
    this.#log(
      isNew ? `program ${number}, seed ${this.#options.seed}: ${kind}\n${text}` : differenceText(program, first),
    );
  }

  async #differences(program: Program): Promise<Difference[]> {
    return this.#unlisted(program, (await this.both(program)).differences);
  }

  /** One run on each side: at the same time, or one after the other where the program disturbs the broker. */
  both(program: Program): Promise<{ java: Outcome[]; ours: Outcome[]; differences: Difference[] }> {
    return runsAlone(program)
      ? this.#turns.alone(() => this.#both(program))
      : this.#turns.together(() => this.#both(program));
  }

  async #both(program: Program): Promise<{ java: Outcome[]; ours: Outcome[]; differences: Difference[] }> {
    const { broker, fault } = this.#options;
    const { kafka } = broker;
    const id = `oracle-${process.pid}-${runs++}`;
    const address = runsAlone(program) ? broker.proxiedServers : kafka.bootstrapServers;
    const run = async (driver: Driver) => {
      const names = new Names(`${id}-${driver.side}`);
      try {
        await makeTopics(kafka, program, names);
        return await new ProgramRun(program, driver, names, kafka, broker).run();
      } finally {
        await driver.end();
        await dropTopics(kafka, program, names);
      }
    };
    const running = run(new JavaDriver(kafka.bridge, id, address));
    if (runsAlone(program)) await running;
    const [java, ours] = await Promise.all([running, run(new OurDriver(address, fault))]);
    return { java, ours, differences: compare(java, ours) };
  }
}
