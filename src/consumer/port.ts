import type { Calls, NativeClient, Requests } from '../binding/native';
import type { Lifecycle } from '../client/lifecycle';
import type { ConsumerEvents } from './consumer-events';

/** What the parts of a consumer use of the client they belong to. */
export interface Port {
  readonly handle: NativeClient;
  readonly status: Int32Array;
  readonly lifecycle: Lifecycle;
  readonly defaultTimeoutMs: number;
  readonly isDestroyed: boolean;
  call<Op extends keyof Calls>(op: Op, args: Calls[Op]['in']): Calls[Op]['out'];
  requestWithin<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    options: { operation: string; timeoutMs: number; signal?: AbortSignal },
  ): Promise<Requests[Op]['out']>;
  /** Blocks this thread until the reply is there. */
  requestSync<Op extends keyof Requests>(
    op: Op,
    args: Requests[Op]['in'],
    operation: string,
    timeoutMs: number,
  ): Requests[Op]['out'];
  emit<Name extends keyof ConsumerEvents & string>(name: Name, ...args: ConsumerEvents[Name]): boolean;
  /** While held, the process stays alive. */
  hold(): void;
  release(): void;
  dispatchEvents(): void;
  /** Serves the main queue. */
  pumpOnce(timeoutMs: number): number;
}
