import { KafkaError } from '../../index';
import type { RawConsumer, RawPartition } from '../../raw/index';
import { ERRORS } from '../base/codes';
import { codeOf, LibrdKafkaError } from '../base/librdkafka-error';
import type { TopicPartition } from '../base/types';
import { shown } from './topic-partition';

export type CommitReport = (error: LibrdKafkaError | undefined, offsets: TopicPartition[]) => void;

/** Time limit of the blocking calls in ms, which have no limit of their own. */
const SYNC_MS = 60_000;

const firstError = (results: readonly RawPartition[]): LibrdKafkaError | undefined => {
  const failed = results.find(({ errno }) => errno);
  return failed && new LibrdKafkaError(failed.errno!);
};

const withOffsets = (results: readonly RawPartition[]): TopicPartition[] =>
  results.filter(({ offset }) => offset !== undefined && offset !== -1001).map(shown);

/** Commits offsets and reports the outcome. @param offsets null: the stored ones. */
export async function commit(
  raw: RawConsumer,
  offsets: RawPartition[] | null,
): Promise<{ error: LibrdKafkaError | undefined; offsets: TopicPartition[] }> {
  try {
    const results = await raw.commit(offsets);
    return { error: firstError(results), offsets: withOffsets(results) };
  } catch (error) {
    const code = codeOf(error);
    return { error: new LibrdKafkaError(code), offsets: (offsets ?? []).map(shown) };
  }
}

/** Like `commit`, but blocks this thread and throws. */
export function commitSync(raw: RawConsumer, offsets: RawPartition[] | null): void {
  let results: RawPartition[];
  try {
    results = raw.commitSync(offsets, SYNC_MS);
  } catch (error) {
    if (!KafkaError.is(error)) throw error;
    throw new LibrdKafkaError(codeOf(error));
  }
  const error = firstError(results);
  if (error) throw error;
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
    const { error, offsets } = await commit(raw, null);
    this.#isCommitting = false;
    // Nothing was stored since the last commit.
    if (error?.code === ERRORS.ERR__NO_OFFSET || error?.code === ERRORS.ERR__STATE) return;
    report(error, offsets);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
