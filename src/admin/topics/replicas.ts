import { show, type Arguments } from '../calls/arguments';

/** Brokers for each partition: a list, or an object by partition number from 0 without gaps. */
export function replicaLists(check: Arguments, where: string, value: unknown): number[][] {
  const lists = Array.isArray(value) ? (value as unknown[]) : byPartition(check, where, value);
  if (lists.length === 0) throw check.bad(`${where} must name the brokers of at least one partition`);
  return lists.map((brokers, partition) => {
    const place = `${where}[${partition}]`;
    const ids = check.list(place, brokers).map((id, i) => check.whole(`${place}[${i}]`, id, 0, 2 ** 31 - 1));
    if (ids.length === 0) throw check.bad(`${place} must name at least one broker`);
    return ids;
  });
}

function byPartition(check: Arguments, where: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) {
    throw check.bad(`${where} must be a list with one list of broker ids for each partition; got ${show(value)}`);
  }
  const count = Object.keys(value).length;
  return Array.from({ length: count }, (_, partition) => {
    const brokers = (value as Record<number, unknown>)[partition];
    if (brokers === undefined)
      throw check.bad(`${where} must name every partition from 0 to ${count - 1}; ${partition} is missing`);
    return brokers;
  });
}
