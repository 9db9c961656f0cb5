import { connection, type Connection } from '../../client/connection';
import type { ClientTell } from '../../client/events/events';
import { warnAboutConfig } from '../../client/events/config-warnings';
import type { ClientState } from '../../client/lifecycle';
import { NativeClient, type ClientObserver } from '../../client/native-client';
import { checkOptions, checkWait, waitOptions } from '../../client/options';
import { wait, type WaitOptions } from '../../client/waiting';
import { resolveConfig, type ResolvedAdminConfig } from '../../config/resolve';
import { TimeoutError } from '../../errors/waiting-errors';
import type { Outcome } from '../../errors/partial-failure-error';
import { ClosedError, InvalidArgumentError } from '../../errors/usage-errors';
import { show } from './arguments';
import { AdminCall } from './call';
import { allFulfilled } from './outcomes';

/** Options of every call. `timeoutMs`: default `default.api.timeout.ms`. */
export type AdminOptions = WaitOptions;

/** Options of a call about several resources that rejects if one fails. */
export interface EachOptions extends AdminOptions {
  settled?: false | undefined;
}

/** Options of a call about several resources that resolves with the outcome of each. */
export interface SettledOptions extends AdminOptions {
  settled: true;
}

export type AnyEachOptions = EachOptions | SettledOptions;

export interface Authorized {
  /** Include the operations that this user may perform. */
  includeAuthorizedOperations?: boolean | undefined;
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

/** The native client of an AdminClient with its own connection. */
export function ownClient(config: ResolvedAdminConfig, tell: ClientTell, observer?: ClientObserver): NativeClient {
  return new NativeClient(
    {
      role: 'producer',
      conf: config.native,
      certificates: config.nativeCertificates,
      oauth: config.oauth,
      defaultTimeoutMs: config.java['default.api.timeout.ms'],
    },
    { tell, observer },
  );
}

/** The common path of all administration calls: the connection, and closing while calls are pending. */
export class AdminCalls {
  /** undefined: the connection belongs to another client. */
  readonly #own: NativeClient | undefined;
  readonly #client: Pick<SharedClient, 'state' | 'ready'>;
  readonly #connection: Connection;
  readonly #tell: ClientTell;
  /** Pending calls, each with the function that ends it early. */
  readonly #calls = new Map<Promise<unknown>, () => void>();
  #closing = false;
  #released: Promise<void> | undefined;
  #isClosed = false;

  /**
   * @param configOrClient A configuration, or the client whose connection is shared.
   * @param tell Calls the listeners of the AdminClient.
   */
  constructor(configOrClient: object, tell: ClientTell) {
    this.#tell = tell;
    if (isShared(configOrClient)) {
      this.#client = configOrClient;
      this.#connection = configOrClient[connection]();
      return;
    }
    const resolved = resolveConfig('admin', configOrClient);
    this.#own = ownClient(resolved, tell);
    this.#client = this.#own;
    this.#connection = this.#own.connection;
    warnAboutConfig(resolved.warnings);
  }

  get state(): ClientState {
    if (this.#isClosed) return 'closed';
    return this.#closing ? 'closing' : this.#client.state;
  }

  async ready(options: AdminOptions): Promise<void> {
    this.#assertOpen('ready');
    await this.#client.ready(options);
  }

  async close(options: AdminOptions): Promise<void> {
    const { timeoutMs, signal } = checkWait('close', options, Infinity);
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

  /**
   * Runs one call: checks its options (`also` are its own), enforces its deadline, and ends it when this client closes.
   */
  async run<T>(
    operation: string,
    options: AdminOptions,
    ask: (call: AdminCall) => Promise<T>,
    also: readonly string[] = [],
  ): Promise<T> {
    this.#assertOpen(operation);
    if (typeof options !== 'object' || options === null) {
      throw new InvalidArgumentError(operation, `${operation}: options must be an object; got ${show(options)}`);
    }
    checkOptions(operation, options, [...waitOptions, ...also]);
    const call = new AdminCall(this.#connection, operation, options);
    let end!: () => void;
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(new ClosedError(operation));
    });
    const running = Promise.race([ask(call), ended]);
    this.#calls.set(running, end);
    try {
      return await running;
    } finally {
      this.#calls.delete(running);
    }
  }

  /** Like {@link run}, for several resources: returns their values, or with `settled` their outcomes. */
  each<T>(
    operation: string,
    options: EachOptions | SettledOptions,
    ask: (call: AdminCall) => Promise<Outcome<T>[]>,
    also: readonly string[] = [],
  ): Promise<T[] | Outcome<T>[]> {
    const answer = async (call: AdminCall) => {
      const settled = call.arguments.boolean('settled', options.settled);
      const outcomes = await ask(call);
      return settled ? outcomes : allFulfilled(operation, outcomes);
    };
    return this.run<T[] | Outcome<T>[]>(operation, options, answer, ['settled', ...also]);
  }

  #assertOpen(operation: string): void {
    if (this.#closing) throw new ClosedError(operation, `${operation}: the client is ${this.state}; create a new one`);
  }

  #release(): Promise<void> {
    this.#released ??= (async () => {
      for (const end of this.#calls.values()) end();
      this.#own?.lifecycle.closing();
      await this.#own?.destroy();
      this.#isClosed = true;
      if (this.#own === undefined) this.#tell('close');
    })();
    return this.#released;
  }
}
