import { channel, type Channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { KafkaError } from '../errors/kafka-error';

export interface LogEntry {
  /** syslog's: 0 emergency … 3 error, 4 warning, 6 info, 7 debug. */
  level: number;
  facility: string;
  message: string;
}

export interface ThrottleInfo {
  broker: string;
  brokerId: number;
  throttleMs: number;
}

/** What every client emits: name → arguments. */
export interface ClientEvents {
  /** For the user to act on: fatal or authentication. Without a listener it becomes a process warning. */
  error: [error: KafkaError];
  /** What the client recovers from by itself. */
  warning: [error: KafkaError];
  log: [entry: LogEntry];
  /** librdkafka's statistics, every `statistics.interval.ms`. */
  stats: [statistics: Record<string, unknown>];
  throttle: [throttle: ThrottleInfo];
  close: [];
}

type Listener<Args> = Args extends unknown[] ? (...args: Args) => void : never;

function warn(error: KafkaError): void {
  try {
    process.emitWarning(error);
  } catch {
    // An error of another realm (a vm context, a test runner) is none to Node.
    process.emitWarning(error.message, { type: error.name, code: error.code });
  }
}

/** An EventEmitter whose events are typed, and all of which are also published on `diagnostics_channel` as `kafka-napi:<event>`. */
export class TypedEmitter<Events extends object> {
  readonly #emitter = new EventEmitter();

  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.on(name, listener as unknown as (...args: unknown[]) => void);
    return this;
  }

  addListener<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    return this.on(name, listener);
  }

  once<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.once(name, listener as unknown as (...args: unknown[]) => void);
    return this;
  }

  off<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    this.#emitter.off(name, listener as unknown as (...args: unknown[]) => void);
    return this;
  }

  removeListener<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): this {
    return this.off(name, listener);
  }

  removeAllListeners(name?: keyof Events & string): this {
    this.#emitter.removeAllListeners(name);
    return this;
  }

  listenerCount(name: keyof Events & string): number {
    return this.#emitter.listenerCount(name);
  }

  /** Whether anybody would learn of such an event: worth making it. */
  protected isHeard(name: keyof Events & string): boolean {
    return this.#emitter.listenerCount(name) > 0 || diagnosticsChannel(name).hasSubscribers;
  }

  /** Without a listener an `error` becomes a process warning: nothing that a broker does may end the process. */
  emit<Name extends keyof Events & string>(
    name: Name,
    ...args: Events[Name] extends unknown[] ? Events[Name] : never
  ): boolean {
    const diagnostics = diagnosticsChannel(name);
    if (diagnostics.hasSubscribers) diagnostics.publish({ client: this, name, args });
    if (name === 'error' && this.#emitter.listenerCount('error') === 0) {
      warn(args[0] as KafkaError);
      return false;
    }
    return this.#emitter.emit(name, ...(args as unknown[]));
  }
}

const channels = new Map<string, Channel>();

function diagnosticsChannel(name: string): Channel {
  let known = channels.get(name);
  if (known === undefined) channels.set(name, (known = channel(`kafka-napi:${name}`)));
  return known;
}
