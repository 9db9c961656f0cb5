/**
 * The topic of source offsets. A key is a connector and a partition as JSON, in whatever order the connector's map had
 * its members: another order is another key of the log, and the same partition when it is read.
 */
import type { ConnectorOffset } from '../client/types';
import { canonicalJson, isObject, type JsonObject, parseJson } from '../json';
import { type Entry, objectOf, Unreadable } from './entry';
import type { StorageChange } from './types';

interface Stored extends ConnectorOffset {
  readonly canonical: string;
  readonly timestamp: number;
}

export class OffsetTopic {
  /** Connector → key as written → offset. */
  readonly #stored = new Map<string, Map<string, Stored>>();

  /** @throws SyntaxError for what Connect does not write. */
  apply(entry: Entry): StorageChange {
    const key = parseJson(entry.key);
    const [connector, partition] = Array.isArray(key) && key.length === 2 ? key : [];
    if (typeof connector !== 'string' || !isObject(partition)) {
      throw new Unreadable('its key is no list of a connector and a partition');
    }
    const offset = objectOf(entry);
    let ofConnector = this.#stored.get(connector);
    if (ofConnector === undefined) this.#stored.set(connector, (ofConnector = new Map()));
    if (offset === null) ofConnector.delete(entry.key);
    else {
      const { timestamp } = entry;
      ofConnector.set(entry.key, { partition, offset, timestamp, canonical: canonicalJson(partition) });
    }
    if (ofConnector.size === 0) this.#stored.delete(connector);
    return { kind: 'offset', connector, isDeleted: offset === null };
  }

  /** Of each connector, sorted by partition. */
  all(): Map<string, ConnectorOffset[]> {
    const result = new Map<string, ConnectorOffset[]>();
    for (const [connector, stored] of this.#stored) {
      const latest = new Map<string, Stored>();
      for (const one of stored.values()) {
        // Two keys for one partition may lie in two partitions of the topic: only time tells which is the later.
        const other = latest.get(one.canonical);
        if (other === undefined || other.timestamp <= one.timestamp) latest.set(one.canonical, one);
      }
      const sorted = [...latest.values()].sort((a, b) => (a.canonical < b.canonical ? -1 : 1));
      result.set(
        connector,
        sorted.map(({ partition, offset }) => ({ partition, offset: offset as JsonObject })),
      );
    }
    return result;
  }
}
