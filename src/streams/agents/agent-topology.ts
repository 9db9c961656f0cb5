import { TopologyError } from '../errors/streams-errors';
import type { KStream } from '../dsl/api';
import { streamState, type StreamState } from '../dsl/context';
import { processorNode } from '../dsl/nodes';
import { graphNode } from '../graph/streams-graph';
import type { StorePlan } from '../stores/store-plan';
import type { TopologyDefinition } from '../topology/definition';
import type { ProcessorDefinition } from '../topology/definitions';
import { AgentNode, type AgentParts } from './run/agent-node';
import type { Sent } from './run/staged';

/** An agent behind the stream that it reads. `stores`: read when the topology is written. */
export function attachAgent(
  name: string,
  stream: KStream<unknown, unknown>,
  parts: AgentParts,
  stores: () => readonly StorePlan[],
): void {
  const { needsRepartition, keySerde, valueSerde } = stateFor(name, stream);
  const read = needsRepartition ? stream.repartition({ name, keySerde, valueSerde } as never) : stream;
  const { context, node } = stateFor(name, read);
  const agent = processorNode(name, () => new AgentNode(name, parts), { stores });
  context.graph.add(agent, [node]);
  const sink = graphNode({
    name: `${name}-send`,
    write: (definition, parents) =>
      definition.addSink({
        ...{ kind: 'sink', name: `${name}-send`, parents, hasChanges: false, partitioner: undefined },
        topic: (_key, value) => (value as Sent).topic,
        keySerde: 'bytes',
        valueSerde: { serializer: (sent: Sent) => sent.value, deserializer: (data: Buffer) => data },
      }),
  });
  context.graph.add(sink, [agent]);
}

function stateFor(name: string, stream: KStream<unknown, unknown>): StreamState {
  const state = typeof stream === 'object' && stream !== null ? streamState(stream) : undefined;
  if (state) return state;
  throw new TopologyError(`agent ${name}: before() must return a stream of this application`);
}

/**
 * What an agent has not acknowledged is read again, from its first record on. So nothing beside it or before it may
 * keep or write what is made of the same records: that would be there twice.
 * @throws TopologyError naming both.
 */
export function checkAgents(definition: TopologyDefinition, agents: Iterable<string>): void {
  for (const name of agents) {
    const before = ancestors(definition, name);
    for (const one of before) {
      const node = definition.nodes.get(one)!;
      if (node.kind === 'processor' && node.stores.size > 0) throw shared(name, one, 'keeps a store before it');
    }
    for (const node of definition.nodes.values()) {
      if (node.kind === 'source' || node.name === name || before.has(node.name)) continue;
      if (node.parents.some((parent) => before.has(parent))) throw shared(name, node.name, 'reads the same records');
    }
  }
}

function ancestors(definition: TopologyDefinition, name: string): Set<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = definition.nodes.get(next)!;
    if (node.kind === 'source') continue;
    for (const parent of (node as ProcessorDefinition).parents) {
      if (!found.has(parent)) waiting.push(parent);
      found.add(parent);
    }
  }
  return found;
}

const shared = (agent: string, other: string, what: string): TopologyError =>
  new TopologyError(
    `agent ${agent}: ${other} ${what}. An agent has its records to itself: put repartition() between them, ` +
      'or let one agent do both',
  );
