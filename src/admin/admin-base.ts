import { connection, type Connection } from '../client/connection';
import { TypedEmitter, type ClientEvents } from '../client/events';
import { warnAboutConfig } from '../client/config-warnings';
import type { ClientState } from '../client/lifecycle';
import { checkSignal, checkTimeout, wait, type WaitOptions } from '../client/waiting';
import { resolveConfig } from '../config/resolve';
import { TimeoutError } from '../errors/waiting-errors';
import type { Outcome } from '../errors/partial-failure-error';
import { ClosedError, InvalidArgumentError } from '../errors/usage-errors';
import { show } from './arguments';
import { AdminCall } from './call';
import { allFulfilled } from './outcomes';
import { OwnConnection } from './own-connection';

/** Of every call. `timeoutMs`: left out `default.api.timeout.ms`. */
export type AdminOptions = WaitOptions;

/** Of a call about several resources that is to reject where one failed. */
export interface EachOptions extends AdminOptions {
  settled?: false;
}

/** Of a call about several resources that is to resolve with each one's outcome. */
export interface SettledOptions extends AdminOptions {
  settled: true;
}

export type AnyEachOptions = EachOptions | SettledOptions;

export interface Authorized {
  /** Tell what this user may do. */
  includeAuthorizedOperations?: boolean;
}

/** A client whose connection an AdminClient can share: a Producer or a Consumer. */
export interface SharedClient {
  readonly state: ClientState;
  ready(options?: WaitOptions): Promise<void>;
  [connection](): Connection;
}

export function isShared(client: unknown): client is SharedClient {
  return (
    typeof client === 'object' && client !== null && typeof (client as Partial<SharedClient>)[connection] === 'function'
  );
}

/** What every administration call goes through: the connection, and that it may be closed while calls are under way. */
export abstract class AdminBase extends TypedEmitter<ClientEvents> {
  readonly #own: OwnConnection | undefined;
  readonly #client: SharedClient;
  readonly #connection: Connection;
  /** The calls under way, each with what ends it early. */
  readonly #calls = new Map<Promise<unknown>, () => void>();
  #closing = false;
  #released: Promise<void> | undefined;
  #isClosed = false;

  /** A configuration, or the client whose connection is shared. */
  protected constructor(configOrClient: object) {
    super();
    if (isShared(configOrClient)) {
      this.#client = configOrClient;
    } else {
      const resolved = resolveConfig('admin', configOrClient);
      this.#own = new OwnConnection(resolved, this);
      this.#client = this.#own;
      warnAboutConfig(resolved.warnings);
    }
    this.#connection = this.#client[connection]();
  }

  /** For health checks: `'up'` once a broker has answered, `'down'` while none can be reached. */
  get state(): ClientState {
    if (this.#isClosed) return 'closed';
    return this.#closing ? 'closing' : this.#client.state;
  }

  /**
   * Resolves when a broker has answered. Rejects with the last connection or authentication error at the deadline, at once with a
   * fatal one.
   */
  async ready(options: AdminOptions = {}): Promise<void> {
    this.#assertOpen('ready');
    await this.#client.ready(options);
  }

  /**
   * Waits for the calls under way, then lets go; a shared connection stays. At the deadline what is still under way is rejected with
   * ClosedError. Repeatable.
   * @param options timeoutMs: as long as the calls take.
   */
  async close(options: AdminOptions = {}): Promise<void> {
    const timeoutMs = checkTimeout('close', options.timeoutMs, Infinity);
    const signal = checkSignal('close', options.signal);
    this.#closing = true;
    try {
      await wait<void>('close', { timeoutMs, signal }, (resolve) => {
        void Promise.allSettled(this.#calls.keys()).then(() => resolve());
      });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    await this.#release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** One call: checks its options, keeps its deadline, and ends it when this client closes. */
  protected async run<T>(operation: string, options: AdminOptions, work: (call: AdminCall) => Promise<T>): Promise<T> {
    this.#assertOpen(operation);
    if (typeof options !== 'object' || options === null) {
      throw new InvalidArgumentError(operation, `${operation}: options must be an object; got ${show(options)}`);
    }
    const call = new AdminCall(this.#connection, operation, options);
    let end!: () => void;
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(new ClosedError(operation));
    });
    const running = Promise.race([work(call), ended]);
    this.#calls.set(running, end);
    try {
      return await running;
    } finally {
      this.#calls.delete(running);
    }
  }

  /** As {@link run}, of several resources: their values, or with `settled` their outcomes. */
  protected each<T>(
    operation: string,
    options: EachOptions | SettledOptions,
    work: (call: AdminCall) => Promise<Outcome<T>[]>,
  ): Promise<T[] | Outcome<T>[]> {
    return this.run<T[] | Outcome<T>[]>(operation, options, async (call) => {
      const settled = call.arguments.boolean('settled', options.settled);
      const outcomes = await work(call);
      return settled ? outcomes : allFulfilled(operation, outcomes);
    });
  }

  #assertOpen(operation: string): void {
    if (this.#closing) throw new ClosedError(operation, `${operation}: the client is ${this.state}; make a new one`);
  }

  #release(): Promise<void> {
    this.#released ??= (async () => {
      for (const end of this.#calls.values()) end();
      await this.#own?.close();
      this.#isClosed = true;
      if (this.#own === undefined) this.emit('close');
    })();
    return this.#released;
  }
}
