import type { GroupRow, Page, TopicRow } from '../../shared/api';
import type { GroupSort, TopicSort } from '../../shared/lists';
import type { Snapshot } from '../monitor/sampler';

/** Null sorts last. */
type Key = string | number | bigint | null;

export interface ListQuery {
  q: string | undefined;
  desc: boolean;
  offset: number;
  limit: number;
}

const topicKeys: Record<TopicSort, (row: TopicRow) => Key> = {
  name: ({ name }) => name,
  partitions: ({ partitions }) => partitions,
  replicas: ({ replicas }) => replicas[0],
  isr: ({ underReplicated, offline }) => underReplicated + offline,
  records: ({ records }) => (records === null ? null : BigInt(records.value)),
  rate: ({ perSec }) => perSec,
  cleanup: ({ cleanup }) => cleanup,
};

const groupKeys: Record<GroupSort, (row: GroupRow) => Key> = {
  name: ({ groupId }) => groupId,
  state: ({ state }) => state,
  type: ({ type }) => type,
  members: ({ members }) => members,
  topics: ({ topics }) => topics,
  lag: ({ lag }) => (lag === null ? null : BigInt(lag.value)),
  trend: ({ trend }) => trend,
};

export function topicPage(
  snapshot: Snapshot<TopicRow>,
  { internal, sort, ...query }: ListQuery & { internal: boolean; sort: TopicSort },
): Page<TopicRow> {
  const rows = snapshot.items.filter((row) => (internal || !row.internal) && hasWords(row.name, query.q));
  return pageOf(
    snapshot,
    sorted(rows, topicKeys[sort], ({ name }) => name, query.desc),
    query,
  );
}

export function groupPage(
  snapshot: Snapshot<GroupRow>,
  { state, type, sort, ...query }: ListQuery & { state: string | undefined; type: string | undefined; sort: GroupSort },
): Page<GroupRow> {
  const isSame = (given: string | undefined, value: string): boolean =>
    given === undefined || given.toLowerCase() === value.toLowerCase();
  const rows = snapshot.items.filter(
    (row) => isSame(state, row.state) && isSame(type, row.type) && hasWords(row.groupId, query.q),
  );
  return pageOf(
    snapshot,
    sorted(rows, groupKeys[sort], ({ groupId }) => groupId, query.desc),
    query,
  );
}

/** Words in any order, in any case. */
function hasWords(name: string, q: string | undefined): boolean {
  if (q === undefined) return true;
  const lower = name.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function sorted<T>(rows: readonly T[], keyOf: (row: T) => Key, nameOf: (row: T) => string, desc: boolean): T[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row), name: nameOf(row) }));
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  keyed.sort((a, b) => {
    if (a.key === b.key) return byName(a, b);
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
    return (a.key < b.key ? -1 : 1) * (desc ? -1 : 1);
  });
  return keyed.map(({ row }) => row);
}

function pageOf<T>(snapshot: Snapshot<T>, rows: readonly T[], { offset, limit }: ListQuery): Page<T> {
  return {
    items: rows.slice(offset, offset + limit),
    total: rows.length,
    offset,
    sampledAt: snapshot.sampledAt ?? Date.now(),
    ...(snapshot.partial === undefined ? {} : { partial: snapshot.partial }),
  };
}
