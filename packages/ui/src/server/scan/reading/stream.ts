import type { AdminClient, Consumer, RecordColumns } from 'kafka-napi';
import { FaultError } from '../../../shared/fault-error';
import { faultOf } from '../../fault';
import type { Budget } from '../paging/budget';
import type { Isolation } from '../paging/cursor';
import { OffsetQuestions } from './offsets';
import type { Stop } from './stop';

/** A partition to be read from here to before there. */
export interface Stretch {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface StreamParts {
  readonly consumer: Consumer;
  readonly admin: AdminClient;
  readonly topic: string;
  readonly isolation: Isolation;
  readonly budget: Budget;
  readonly stop: Stop;
  /** Called with what a reader of the result should know. */
  readonly note?: (text: string) => void;
}

/** How a stretch has ended: `truncated`, the log ends before it. What was deleted meanwhile counts as read. */
export type StretchEnd = 'read' | 'truncated';

/** Without records for this long, the ends of the log are asked for again. */
const IDLE_MS = 1000;

/** Reads stretches of partitions by one consumer. */
export class StretchReader {
  readonly #parts: StreamParts;
  readonly #questions: OffsetQuestions;
  /** What the consumer is assigned to. */
  #assigned = new Set<number>();

  constructor(parts: StreamParts) {
    this.#parts = parts;
    const { admin, topic, budget, stop } = parts;
    this.#questions = new OffsetQuestions(admin, topic, {
      timeoutMs: () => Math.max(100, Math.min(5000, budget.msLeft)),
      signal: stop.signal,
    });
  }

  /**
   * Gives the records of the stretches, in their order within each partition. `take` returns false to end it all.
   * @returns How those stretches have ended that have; the others were not read to their ends.
   */
  async read(
    stretches: readonly Stretch[],
    take: (records: RecordColumns) => boolean | Promise<boolean>,
  ): Promise<Map<number, StretchEnd>> {
    const ends = new Map<number, StretchEnd>();
    const open = new Map(stretches.map((stretch) => [stretch.partition, stretch]));
    const { topic, consumer, stop, budget } = this.#parts;
    this.#assign(stretches);
    while (open.size > 0 && !stop.isAsked && budget.spent() === undefined) {
      const to = [...open.values()].map(({ partition, to: offset }) => ({ topic, partition, offset }));
      const idleTimeoutMs = Math.max(10, Math.min(IDLE_MS, budget.msLeft));
      let isEnded = false;
      for await (const batch of consumer.batches({ to, idleTimeoutMs, signal: stop.signal })) {
        isEnded = !(await this.#takeBatch(batch.columns(), open, ends, take));
        if (isEnded) break;
      }
      for (const { partition, to: offset } of [...open.values()])
        if (!isEnded && (consumer.position({ topic, partition }) ?? -1) >= offset) close(partition, 'read');
      if (isEnded || stop.isAsked) break;
      if (open.size > 0) await this.#findEnds([...open.values()], close);
    }
    return ends;

    function close(partition: number, end: StretchEnd): void {
      open.delete(partition);
      ends.set(partition, end);
    }
  }

  async #takeBatch(
    runs: readonly RecordColumns[],
    open: Map<number, Stretch>,
    ends: Map<number, StretchEnd>,
    take: (records: RecordColumns) => boolean | Promise<boolean>,
  ): Promise<boolean> {
    const { stop, budget, topic, consumer } = this.#parts;
    for (const run of runs) {
      const stretch = open.get(run.partition);
      if (stretch === undefined) continue;
      if (run.offset(0) < stretch.from) {
        // The log ended before it, so that the consumer went to the beginning: else all of it would be read again.
        open.delete(run.partition);
        ends.set(run.partition, 'truncated');
        this.#assigned.delete(run.partition);
        consumer.incrementalUnassign([{ topic, partition: run.partition }]);
        continue;
      }
      const taken = take(run);
      if (!(typeof taken === 'boolean' ? taken : await taken)) return false;
      if (run.offset(run.count - 1) >= stretch.to - 1) {
        open.delete(run.partition);
        ends.set(run.partition, 'read');
      }
      if (stop.isAsked || budget.spent() !== undefined) return false;
    }
    return true;
  }

  /** A partition that stands where it was read to before goes on, without being fetched anew. */
  #assign(stretches: readonly Stretch[]): void {
    const { consumer, topic } = this.#parts;
    const goesOn =
      stretches.length === this.#assigned.size &&
      stretches.every(
        ({ partition, from }) => this.#assigned.has(partition) && consumer.position({ topic, partition }) === from,
      );
    if (goesOn) return;
    consumer.assign(stretches.map(({ partition, from }) => ({ topic, partition, offset: from })));
    this.#assigned = new Set(stretches.map(({ partition }) => partition));
  }

  /** Nothing comes: what was to be read may have been deleted, or the topic with it. */
  async #findEnds(open: readonly Stretch[], close: (partition: number, end: StretchEnd) => void): Promise<void> {
    const { isolation, topic } = this.#parts;
    const partitions = open.map(({ partition }) => partition);
    const answers = await this.#askEnds(partitions, isolation);
    if (answers === undefined) return;
    const { earliest, latest } = answers;
    for (const { partition, to } of open) {
      const [first, last] = [earliest.of.get(partition)?.offset, latest.of.get(partition)?.offset];
      const fault = earliest.faults.get(partition);
      if (fault !== undefined) this.#parts.note?.(`partition ${partition} does not answer: ${fault.message}`);
      if (fault?.code === 'NOT_FOUND')
        throw FaultError.of('NOT_FOUND', `scan: the topic ${topic} was deleted meanwhile`);
      if (typeof first === 'number' && first >= to) close(partition, 'read');
      else if (typeof last === 'number' && last < to) close(partition, 'truncated');
    }
  }

  /** undefined: nobody answers at present. It is waited for them as long as the budget lasts. */
  async #askEnds(partitions: readonly number[], isolation: Isolation) {
    try {
      const [earliest, latest] = await Promise.all([
        this.#questions.ask(partitions, 'earliest'),
        this.#questions.ask(partitions, 'latest', isolation),
      ]);
      return { earliest, latest };
    } catch (error) {
      const fault = faultOf(error);
      if (fault.code === 'NOT_FOUND' || fault.code === 'NOT_AUTHORIZED') throw error;
      if (!this.#parts.stop.isAsked) this.#parts.note?.(`the broker does not answer: ${fault.message}`);
      return undefined;
    }
  }
}
