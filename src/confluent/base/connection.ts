import type { Settings } from '../config/settings';
import { kafkaJSError, wrongState } from './from-librdkafka';
import { lineOf, relay, type LogEvent, type Logger } from './logger';

type State = 'new' | 'connecting' | 'connected' | 'ending' | 'ended';

/** What this API needs of a client of the callback API. */
export interface Inner {
  readonly name: string;
  isConnected(): boolean;
  on(event: never, listener: (...args: never[]) => void): unknown;
  connect(options: never, cb: (error: unknown) => void): unknown;
  disconnect(timeoutMs: number, cb: () => void): unknown;
}

/** The life of a client: it connects once and ends once. */
export class Connection<C extends Inner> {
  readonly #kind: string;
  #state: State = 'new';
  #inner: C | undefined;
  #logger: Logger;
  #connecting: Promise<void> | undefined;
  #ending: Promise<void> | undefined;

  constructor(kind: 'Producer' | 'Consumer', logger: Logger) {
    this.#kind = kind;
    this.#logger = logger;
  }

  get logger(): Logger {
    return this.#logger;
  }

  get isNew(): boolean {
    return this.#state === 'new';
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  /** Also while it connects and ends. */
  get inner(): C | undefined {
    return this.#inner;
  }

  /** The client, for a call that needs a connection. */
  connected(otherwise: string): C {
    if (this.#state !== 'connected' || this.#inner === undefined) throw wrongState(otherwise);
    return this.#inner;
  }

  info(text: string): void {
    this.#logger.info(text, lineOf(this.#inner?.name));
  }

  error(text: string): void {
    this.#logger.error(text, lineOf(this.#inner?.name));
  }

  /**
   * @param create Reads the configuration and creates the client.
   * @param prepare What belongs to connecting.
   */
  async connect(create: () => { settings: Settings; inner: C }, prepare?: (inner: C) => Promise<void>): Promise<void> {
    if (this.#state !== 'new') throw wrongState('Connect has already been called elsewhere.');
    this.#connecting = this.#connect(create, prepare);
    await this.#connecting;
  }

  async #connect(create: () => { settings: Settings; inner: C }, prepare?: (inner: C) => Promise<void>): Promise<void> {
    const { settings, inner } = create();
    this.#state = 'connecting';
    this.#inner = inner;
    this.#logger = settings.logger;
    let first: unknown;
    const listen = (event: string, listener: (data: never) => void) => inner.on(event as never, listener as never);
    listen('event.error', (error: Error) => {
      if (this.#state === 'connecting') first ??= error;
      this.error(`Error: ${error.message}`);
    });
    listen('event.log', (line: LogEvent) => relay(line, this.#logger));
    if (settings.statsCb) listen('event.stats', settings.statsCb as never);
    try {
      await new Promise<void>((resolve, reject) => {
        inner.connect({} as never, (error) => (error ? reject((first ?? error) as Error) : resolve()));
      });
      await prepare?.(inner);
    } catch (error) {
      this.#state = 'ended';
      if (inner.isConnected()) inner.disconnect(0, () => undefined);
      throw kafkaJSError(error);
    }
    this.#state = 'connected';
    this.info(`${this.#kind} connected`);
  }

  /** Without a connection, and when called again, there is nothing to do but to wait for the first call. */
  async disconnect(timeoutMs: number, before: () => Promise<void>): Promise<void> {
    if (this.#state === 'new') return;
    await this.#connecting?.catch(() => undefined);
    this.#ending ??= this.#state === 'ended' ? Promise.resolve() : this.#end(timeoutMs, before);
    await this.#ending;
  }

  async #end(timeoutMs: number, before: () => Promise<void>): Promise<void> {
    await before();
    this.#state = 'ending';
    await new Promise<void>((resolve) => this.#inner!.disconnect(timeoutMs, resolve));
    this.#state = 'ended';
    this.info(`${this.#kind} disconnected`);
  }
}
