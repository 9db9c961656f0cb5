import { needFunction } from '../../errors/checks';
import { TopologyError } from '../../errors/streams-errors';
import type { GraphNode } from '../../graph/streams-graph';
import { PassNode, SplitNode, type KeyValueFunction } from '../../operators/stateless';
import { nameIn, readArguments } from '../../options/named';
import { BranchedKStream, KStream, type BranchedOptions } from '../api';
import { processorNode } from '../nodes';
import type { StreamState } from '../context';
import type { Factories } from '../context';

/** The only BranchedKStream there is. */
export class BranchedStream extends BranchedKStream<unknown, unknown> {
  readonly #state: StreamState;
  readonly #factories: Factories;
  readonly #name: string;
  readonly #node: GraphNode;
  readonly #predicates: KeyValueFunction[] = [];
  readonly #branches = new Map<string, KStream<unknown, unknown>>();

  constructor(state: StreamState, factories: Factories, given: string | undefined) {
    super();
    const { context } = state;
    const name = context.name(given, 'KSTREAM-BRANCH-');
    this.#state = state;
    this.#factories = factories;
    this.#name = name;
    this.#node = processorNode(name, () => new SplitNode(name, this.#predicates));
    context.graph.add(this.#node, [state.node]);
  }

  branch(predicate: KeyValueFunction, branched?: unknown): this {
    needFunction(predicate, 'branch', 'the predicate');
    this.#predicates.push(predicate);
    this.#create(branched, this.#predicates.length);
    return this;
  }

  defaultBranch(branched?: unknown): Map<string, KStream<unknown, unknown>> {
    this.#create(branched, 0);
    return this.#branches;
  }

  noDefaultBranch(): Map<string, KStream<unknown, unknown>> {
    return this.#branches;
  }

  #create(branched: unknown, index: number): void {
    const { name: plain, options } = readArguments<BranchedOptions<unknown, unknown>>('branch', [branched]);
    const name = this.#name + (plain ?? nameIn(options) ?? index);
    const { context } = this.#state;
    context.generate(name);
    const node = processorNode(name, () => new PassNode(name));
    context.graph.add(node, [this.#node]);
    const stream = this.#factories.stream({ ...this.#state, name, node });
    if (options?.consumer) return options.consumer(stream);
    if (!options?.chain) return void this.#branches.set(name, stream);
    const result = options.chain(stream);
    if (result === null || result === undefined) return;
    if (!(result instanceof KStream)) throw new TopologyError(`${name}: the chain of a branch must return a stream`);
    this.#branches.set(name, result as KStream<unknown, unknown>);
  }
}
