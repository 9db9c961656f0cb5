import { AsyncLocalStorage } from 'node:async_hooks';
import type { StoreCore } from '../../stores/store-core';
import type { Staged } from './staged';
import type { SendOptions } from './agent-types';

/** One call of an agent's function, for what the function calls: tables, and `send` of other agents. */
export interface Scope {
  /** Of the agent, for messages. */
  readonly name: string;
  readonly staged: Staged;
  /** The time of the item in hand; of several, the latest. */
  readonly timestamp: number;
  /** The clock of the task, in milliseconds since the epoch. */
  readonly now: number;
  /** @throws InvalidStateStoreError for a table that is not one of the agent's. */
  store(table: string): StoreCore;
  send(topic: string, key: unknown, value: unknown, options: SendOptions): void;
}

const scopes = new AsyncLocalStorage<Scope>();

/** The agent's call within which this runs; undefined: none. */
export const currentScope = (): Scope | undefined => scopes.getStore();

export const runIn = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work);
