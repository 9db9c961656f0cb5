import type { Consumer, RecordColumns } from 'kafka-napi';
import type { StreamEvents, TailRequest } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import type { Recipe } from '../reading/recipe';
import { sizeOf } from '../records/record';
import { listBounds, rowOf, type RowBounds } from '../records/rows';
import { sendEvent, type Job } from '../sending/job';
import { eventsOfRows } from '../sending/row-sender';
import { Lags, type Start } from './tail-lags';

/** How often something is sent, and how many rows then, the newest. */
const EVERY_MS = 250;
const ROWS = 50;
/** How often the clock is looked at within a run of records. */
const LOOK_EVERY = 64;
/** When nothing has come for this long, it is asked whether the topic is still there. */
const IDLE_MS = 5000;
/** Rows are skipped while so many bytes wait for the client. */
const MAX_WAITING = 1024 * 1024;

interface Place {
  readonly run: RecordColumns;
  readonly index: number;
}

/**
 * Reads on without an end. Every record passes the filter and is counted; only the newest that match are decoded and
 * sent. What is sent, what is skipped and what is jumped over are all that was written.
 */
export class TailReader {
  readonly #job: Job;
  readonly #recipe: Recipe;
  readonly #consumer: Consumer;
  readonly #bounds: RowBounds;
  readonly #lags: Lags;
  readonly #onIdle: () => Promise<void>;
  /** The newest matches since the last event, the oldest first. */
  #newest: Place[] = [];
  #matched = 0;
  #read = 0;
  #bytes = 0;
  #sentAt = performance.now();
  readonly #startedAt = this.#sentAt;
  readonly #totals = { read: 0, matched: 0, bytes: 0 };
  #lastTime: number | null = null;

  /** @param onIdle Called when nothing comes for a while. Its error ends the tail. */
  constructor(
    job: Job,
    recipe: Recipe,
    consumer: Consumer,
    { topic, preview = limits.preview.usual }: TailRequest,
    onIdle: () => Promise<void>,
    starts: readonly Start[],
  ) {
    this.#job = job;
    this.#recipe = recipe;
    this.#consumer = consumer;
    this.#bounds = listBounds(Math.min(preview, limits.preview.most));
    this.#onIdle = onIdle;
    this.#lags = new Lags(consumer, topic, starts);
  }

  /** To the cancel. */
  async run(): Promise<void> {
    const { stop } = this.#job;
    const timer = setInterval(this.#tick, EVERY_MS / 5);
    try {
      while (!stop.isAsked) {
        for await (const batch of this.#consumer.batches({ signal: stop.signal, idleTimeoutMs: IDLE_MS })) {
          await this.#takeBatch(batch.columns());
          if (stop.isAsked) break;
        }
        if (!stop.isAsked) await this.#onIdle();
      }
    } finally {
      clearInterval(timer);
    }
    this.#send(performance.now());
    await sendEvent(this.#job, 'done', this.#done());
  }

  async #takeBatch(runs: readonly RecordColumns[]): Promise<void> {
    for (const run of runs) {
      const loading = this.#recipe.prepare(run);
      if (loading !== undefined) await loading;
      this.#take(run);
    }
  }

  #take(run: RecordColumns): void {
    const { record, passes } = this.#recipe;
    const { count } = run;
    for (let index = 0; index < count && !this.#job.stop.isAsked; index++) {
      this.#read++;
      this.#bytes += sizeOf(run, index);
      record.at(run, index);
      if (passes()) {
        this.#matched++;
        this.#newest.push({ run, index });
      }
      this.#lastTime = run.timestamp(index);
      if (index % LOOK_EVERY !== LOOK_EVERY - 1 && index !== count - 1) continue;
      if (this.#newest.length > ROWS) this.#newest = this.#newest.slice(-ROWS);
      this.#lags.moved(run.partition, run.offset(index) + 1);
      this.#tick();
    }
  }

  readonly #tick = (): void => {
    const now = performance.now();
    if (now - this.#sentAt >= EVERY_MS) this.#send(now);
  };

  #send(now: number): void {
    const seconds = (now - this.#sentAt) / 1000;
    const perSec = this.#read / seconds;
    const shown = this.#sendRows();
    const behind = this.#lags.behind();
    const rate: StreamEvents['rate'] = {
      perSec: Math.round(perSec),
      bytesPerSec: Math.round(this.#bytes / seconds),
      shown: String(shown),
      skipped: String(this.#matched - shown),
      read: String(this.#read),
      behind: String(behind),
    };
    const jumped = this.#lags.jump(behind, perSec);
    if (jumped.length > 0) rate.jumped = jumped.map(({ p, from, to }) => ({ p, from: String(from), to: String(to) }));
    const next = this.#lags.takeMoved();
    if (next !== undefined) rate.next = next;
    void sendEvent(this.#job, 'rate', rate);
    this.#totals.read += this.#read;
    this.#totals.matched += this.#matched;
    this.#totals.bytes += this.#bytes;
    this.#read = this.#matched = this.#bytes = 0;
    this.#sentAt = now;
  }

  /** @returns How many. */
  #sendRows(): number {
    const places = this.#newest;
    this.#newest = [];
    if (this.#job.waiting() > MAX_WAITING) return 0;
    const { record } = this.#recipe;
    const rows = places.map(({ run, index }) => JSON.stringify(rowOf(record.at(run, index), this.#bounds, false)));
    for (const json of eventsOfRows(rows)) void this.#job.send('rows', json);
    return rows.length;
  }

  #done(): StreamEvents['done'] {
    const { read, matched, bytes } = this.#totals;
    const { faults } = this.#recipe;
    return {
      ...{ reason: 'cancelled', older: null, newer: null, gaps: '0', notes: [], done: 0, at: this.#lastTime, bytes },
      ...{ scanned: String(read), matched: String(matched), ms: Math.round(performance.now() - this.#startedAt) },
      faults: { decode: 0, filter: faults.filter, longText: faults.longText },
    };
  }
}
