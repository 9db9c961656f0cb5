import { invalidValue } from '../invalid';

const names: Readonly<Record<string, string>> = {
  RangeAssignor: 'range',
  RoundRobinAssignor: 'roundrobin',
  CooperativeStickyAssignor: 'cooperative-sticky',
};

const property = 'partition.assignment.strategy';
const prefix = 'org.apache.kafka.clients.consumer.';

function shortName(assignor: unknown): string {
  if (typeof assignor === 'string') {
    const short = assignor.startsWith(prefix) ? names[assignor.slice(prefix.length)] : assignor;
    if (short && Object.values(names).includes(short)) return short;
    if (assignor === `${prefix}StickyAssignor` || assignor === 'sticky') {
      throw invalidValue(property, assignor, 'librdkafka has no eager sticky assignor: use cooperative-sticky');
    }
  }
  throw invalidValue(
    property,
    assignor,
    `Must be of ${Object.values(names).join(', ')} or their Java classes: librdkafka does not support custom assignors`,
  );
}

/**
 * Converts Java's list to librdkafka's. A Java group that lists eager and cooperative assignors uses the first one that
 * all members share. librdkafka refuses such a list, so only assignors with the same protocol as the first one are
 * kept.
 */
export function nativeAssignors(assignors: readonly unknown[], explicit: boolean, warnings: string[]): string {
  if (assignors.length === 0) throw invalidValue(property, assignors, 'At least one assignor is needed to subscribe');
  const all = assignors.map(shortName);
  const cooperative = all[0] === 'cooperative-sticky';
  const kept = all.filter((name) => (name === 'cooperative-sticky') === cooperative);
  if (explicit && kept.length < all.length) {
    warnings.push(
      `${property}: librdkafka cannot offer eager and cooperative assignors together, only ${kept.join(', ')} is used`,
    );
  }
  return kept.join(',');
}
