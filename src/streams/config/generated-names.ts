import { TopologyError } from '../errors/streams-errors';
import type { TopologyDefinition } from '../topology/definition';

const generated = /-\d{10}(-repartition|-topic)?$/;

/** `ensure.explicit.internal.resource.naming`. @throws TopologyError for generated names of stores and topics. */
export function checkNamesOf(definition: TopologyDefinition): void {
  const logged = [...definition.stores.values()].filter(({ plan }) => plan.loggingEnabled).map(({ plan }) => plan.name);
  const names = [...definition.internalTopics.keys(), ...logged].filter((name) => generated.test(name));
  if (names.length === 0) return;
  throw new TopologyError(
    `These names are generated, and change with the topology: ${names.join(', ')}. Name the operators and stores ` +
      '(ensure.explicit.internal.resource.naming)',
  );
}
