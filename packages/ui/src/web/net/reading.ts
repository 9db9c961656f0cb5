import { signal } from '../state/signal';

import type { Fault, Progress, StreamEvents } from '../../shared/api';
import { call, faultOf, isAbort, segment } from './http';
import { readStream, type StreamHandlers } from './stream';

type Read = (path: string, body: unknown, on: StreamHandlers) => Promise<void>;

/** What is known of a scan or query that runs or ran: how far it has come, and why it ended. */
export class Reading {
  readonly meta = signal<StreamEvents['meta'] | null>(null);
  readonly progress = signal<Progress | null>(null);
  readonly done = signal<StreamEvents['done'] | null>(null);
  readonly fault = signal<Fault | null>(null);
  readonly queued = signal<number | null>(null);
  readonly running = signal(false);
  /** What is shown belongs to the reading before: nothing of this one has come. */
  readonly stale = signal(false);
  #controller: AbortController | null = null;

  /**
   * Ends what is read now and does this instead. `goesOn`: it adds to what is shown; else that is dimmed until
   * something comes.
   */
  async start(goesOn: boolean, work: (read: Read) => Promise<void>): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.running.value = true;
    this.stale.value = !goesOn;
    this.progress.value = this.fault.value = this.queued.value = null;
    if (!goesOn) this.done.value = null;
    const read: Read = (path, body, on) => readStream(path, body, { ...this.#handlers, ...on }, controller.signal);
    try {
      await work(read);
    } catch (error) {
      if (isAbort(error)) return;
      if (this.#controller === controller) this.fault.value = faultOf(error);
    }
    if (this.#controller === controller) this.#end();
  }

  readonly #handlers: StreamHandlers = {
    meta: (meta) => (this.meta.value = meta),
    queued: ({ place }) => (this.queued.value = place),
    progress: (progress) => (this.progress.value = progress),
    done: (done) => this.finish(done),
    error: (fault) => (this.fault.value = fault),
  };

  /** Something of this reading is shown. */
  arrived(): void {
    this.stale.value = false;
    this.queued.value = null;
  }

  finish(done: StreamEvents['done']): void {
    this.progress.value = this.done.value = done;
    this.arrived();
  }

  /** Asks the server to end it: what was found stays, and it can go on from there. */
  async cancel(): Promise<void> {
    const meta = this.meta.peek();
    if (meta === null || this.queued.peek() !== null) return this.stop();
    await call('DELETE', `/scans/${segment(meta.scanId)}`).catch(() => this.stop());
  }

  /** Ends it at once, as when the page is left. */
  stop(): void {
    const ended = this.#controller;
    this.#controller = null;
    ended?.abort();
    this.#end();
  }

  #end(): void {
    this.running.value = false;
    this.arrived();
  }
}
