/** The topic of states: the last that workers wrote of each connector and task, and which topics a connector uses. */
import { isObject, type JsonObject } from '../json';
import { after, type Entry, isNumber, isText, isTextOrNone, memberOf, objectOf, taskOf, Unreadable } from './entry';
import type { StorageChange, StoredStatus } from './types';

export class StatusTopic {
  readonly connectors = new Map<string, StoredStatus>();
  /** Connector → index → status. */
  readonly tasks = new Map<string, Map<number, StoredStatus>>();
  /** Connector → names. */
  readonly topics = new Map<string, Set<string>>();

  /** @throws SyntaxError for what Connect does not write. */
  apply(entry: Entry): StorageChange {
    const value = objectOf(entry);
    const isDeleted = value === null;
    let rest: string | undefined;
    if ((rest = after('status-topic-', entry.key)) !== undefined) return this.#topic(rest, value);
    if ((rest = after('status-task-', entry.key)) !== undefined) {
      const { connector, task } = taskOf(rest);
      if (value === null) remove(this.tasks, connector, task);
      else inner(this.tasks, connector, () => new Map<number, StoredStatus>()).set(task, statusOf(value));
      return { kind: 'taskStatus', connector, task, isDeleted };
    }
    if ((rest = after('status-connector-', entry.key)) !== undefined) {
      if (value === null) this.connectors.delete(rest);
      else this.connectors.set(rest, statusOf(value));
      return { kind: 'status', connector: rest, isDeleted };
    }
    throw new Unreadable('its key is none of those that Connect writes');
  }

  #topic(rest: string, value: JsonObject | null): StorageChange {
    // No name of a topic holds a colon.
    const [topic = '', ...others] = rest.split(':');
    const connector = after('connector-', others.join(':'));
    if (topic === '' || connector === undefined) throw new Unreadable('its key names no topic of a connector');
    if (value === null) remove(this.topics, connector, topic);
    else {
      memberOf(value, 'topic', isObject);
      inner(this.topics, connector, () => new Set<string>()).add(topic);
    }
    return { kind: 'topic', connector, name: topic, isDeleted: value === null };
  }
}

function inner<T>(table: Map<string, T>, name: string, make: () => T): T {
  let found = table.get(name);
  if (found === undefined) table.set(name, (found = make()));
  return found;
}

/** An outer entry without inner ones is nothing. */
function remove<K>(table: Map<string, { delete(key: K): boolean; readonly size: number }>, name: string, key: K): void {
  const found = table.get(name);
  found?.delete(key);
  if (found?.size === 0) table.delete(name);
}

function statusOf(value: JsonObject): StoredStatus {
  return {
    state: memberOf(value, 'state', isText),
    worker_id: memberOf(value, 'worker_id', isText),
    generation: memberOf(value, 'generation', isNumber),
    trace: memberOf<string | null | undefined>(value, 'trace', isTextOrNone) ?? null,
    version: memberOf<string | null | undefined>(value, 'version', isTextOrNone) ?? null,
  };
}
