import type { Headers } from '../../index';
import { isPromise } from '../errors/promises';
import { StreamsError, TopologyError } from '../errors/streams-errors';
import { checkName, Named, type NamedInput } from '../options/named';
import type { Processor, ProcessorSupplier, ProcessorSupplierObject } from '../records/processor';
import { Record } from '../records/record';
import type { StorePlan } from '../stores/store-plan';
import { Node, type NodeEnvironment, type NodeFactory, type NodeHeaders } from '../task/nodes/node';
import type { ContextFactory } from '../task/nodes/context-factory';

const noHeaders: Headers = [];

/** A node around a processor of the user's. */
export class UserProcessorNode extends Node {
  #processor: Processor | undefined;
  /** The key in hand, for processors that must keep it. */
  #key: unknown;

  constructor(
    name: string,
    private readonly make: () => Processor,
    private readonly keepsKey: boolean,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#processor = this.make();
    if (typeof this.#processor?.process !== 'function')
      throw new StreamsError(`${this.name}: its supplier must return a processor, with process()`, { node: this.name });
    const task = environment as NodeEnvironment & ContextFactory;
    const context = task.contextFor(this, (record, child) => this.#forward(record, child));
    const result: unknown = this.#processor.init?.(context);
    this.#refusePromise(result, 'init');
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { record } = this.environment;
    const before = { timestamp: record.timestamp, headers: record.headers, key: this.#key };
    record.timestamp = timestamp;
    record.headers = headers;
    this.#key = key;
    try {
      const result: unknown = this.#processor!.process(new Record(key, value, timestamp, headers ?? noHeaders));
      this.#refusePromise(result, 'process');
    } finally {
      record.timestamp = before.timestamp;
      record.headers = before.headers;
      this.#key = before.key;
    }
  }

  override close(): void {
    this.#refusePromise(this.#processor?.close?.(), 'close');
  }

  #forward(given: Record<unknown, unknown>, childName: string | undefined): void {
    const { key, value, timestamp, headers } = given;
    if (this.keepsKey && key !== this.#key)
      throw new StreamsError(`${this.name}: processValues forwards records with the key of the one in hand`, {
        node: this.name,
      });
    const passed = headers.length === 0 ? undefined : headers;
    if (childName === undefined) return this.forward(key, value, null, timestamp, passed);
    const child = this.children.find(({ name }) => name === childName);
    if (!child) throw new StreamsError(`${this.name}: it has no following node ${childName}`, { node: this.name });
    child.receive(key, value, null, timestamp, passed);
  }

  #refusePromise(result: unknown, method: string): void {
    if (!isPromise(result)) return;
    Promise.resolve(result).catch(() => undefined);
    throw new StreamsError(
      `${this.name}: ${method}() of its processor returned a promise. Processors are synchronous.`,
      {
        code: 'ERR_ASYNC_HANDLER',
        node: this.name,
      },
    );
  }
}

export interface UserProcessor {
  readonly name: string | undefined;
  readonly create: NodeFactory;
  /** Stores that the supplier brings. */
  readonly stores: () => readonly StorePlan[];
  readonly connected: readonly string[];
}

/** What follows the supplier: a Named, then names of stores. @throws TopologyError for anything else. */
export function readProcessor(
  operation: 'process' | 'processValues' | 'addProcessor' | 'addGlobalStore',
  supplier: ProcessorSupplier,
  rest: readonly (NamedInput | string)[],
): UserProcessor {
  const isObject = typeof supplier === 'object' && supplier !== null && typeof supplier.get === 'function';
  if (typeof supplier !== 'function' && !isObject)
    throw new TopologyError(`${operation}: the supplier must be a function, or an object with get()`);
  const object: ProcessorSupplierObject<unknown, unknown, unknown, unknown> =
    typeof supplier === 'function' ? { get: supplier } : supplier;
  const name = rest[0] instanceof Named ? rest[0].name : undefined;
  const connected = rest.slice(name === undefined ? 0 : 1).map((store) => {
    if (typeof store !== 'string') throw new TopologyError(`${operation}: after the name come names of stores`);
    return checkName(store);
  });
  return {
    name,
    connected,
    stores: () => [...(object.stores?.() ?? [])],
    create: (node) => new UserProcessorNode(node, () => object.get(), operation === 'processValues'),
  };
}
