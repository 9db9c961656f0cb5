import { KafkaError } from '../../index';
import type { RawConsumer, RawPartition } from '../../raw/index';
import { ERRORS } from '../base/codes';
import { codeOf, LibrdKafkaError } from '../base/librdkafka-error';
import type { TopicPartition } from '../base/types';
import { listed } from './topic-partition';

/** What became of a commit. */
export interface Committed {
  error: LibrdKafkaError | undefined;
  offsets: TopicPartition[];
}

export type CommitReport = (outcome: Committed) => void;

/** Time limit of the blocking calls in ms, which have no limit of their own. */
const SYNC_MS = 60_000;

export function committed(results: readonly RawPartition[]): Committed {
  const failed = results.find(({ errno }) => errno);
  const offsets = results.map(listed);
  return { error: failed && new LibrdKafkaError(failed.errno!), offsets };
}

function failed(offsets: RawPartition[], thrown: unknown): Committed {
  if (!KafkaError.is(thrown)) throw thrown;
  return { error: new LibrdKafkaError(codeOf(thrown)), offsets: offsets.map(listed) };
}

/** With nothing stored, the partitions that have nothing. */
const concerned = (raw: RawConsumer, offsets: RawPartition[] | null): RawPartition[] =>
  offsets ?? raw.assigned().map(({ topic, partition }) => ({ topic, partition }));

/** Never rejects. @param offsets null: the stored ones. */
export async function commit(raw: RawConsumer, offsets: RawPartition[] | null): Promise<Committed> {
  const list = concerned(raw, offsets);
  try {
    return committed(await raw.commit(offsets));
  } catch (error) {
    return failed(list, error);
  }
}

/** Like `commit`, but blocks this thread. */
export function commitSync(raw: RawConsumer, offsets: RawPartition[] | null): Committed {
  try {
    return committed(raw.commitSync(offsets, SYNC_MS));
  } catch (error) {
    return failed(concerned(raw, offsets), error);
  }
}

/**
 * Tells the outcomes in the order of the commits: one that blocks is over before those that began earlier. One that had
 * nothing to send has no turn.
 */
export class CommitReports {
  readonly #report: CommitReport;
  #last = Promise.resolve();
  #left = 0;

  constructor(report: CommitReport) {
    this.#report = report;
  }

  next(outcome: Committed | Promise<Committed>): void {
    this.#left++;
    const before = this.#last;
    const told = Promise.resolve(outcome).then(async (known) => {
      if (known.error?.code !== ERRORS.ERR__NO_OFFSET) await before;
      this.#left--;
      this.#report(known);
    });
    this.#last = Promise.all([before, told]).then(() => undefined);
  }

  /** All are told, or the time is up. */
  async settled(timeoutMs: number): Promise<void> {
    if (this.#left === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#last, late]);
    clearTimeout(timer);
  }
}

/**
 * Automatic commits whose outcome is reported. librdkafka's own have no report here, so this takes their place while
 * records are read; librdkafka still commits when partitions are taken away.
 */
export class AutoCommit {
  readonly #timer: NodeJS.Timeout;
  #isCommitting = false;

  constructor(intervalMs: number, raw: RawConsumer, report: CommitReport) {
    this.#timer = setInterval(() => void this.#commit(raw, report), intervalMs);
    this.#timer.unref();
  }

  async #commit(raw: RawConsumer, report: CommitReport): Promise<void> {
    if (this.#isCommitting) return;
    this.#isCommitting = true;
    const outcome = await commit(raw, null);
    this.#isCommitting = false;
    const { error } = outcome;
    // Nothing was stored since the last commit.
    if (error?.code === ERRORS.ERR__NO_OFFSET || error?.code === ERRORS.ERR__STATE) return;
    report(outcome);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
