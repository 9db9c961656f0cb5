/**
 * The topic of configurations, read as Java's KafkaConfigBackingStore reads it: task configurations count when the
 * commit behind them names so many, for a worker may die between two of them.
 */
import { isObject, type JsonObject } from '../json';
import { after, type Entry, isText, memberOf, objectOf, taskOf, Unreadable } from './entry';
import type { StorageChange, TargetState } from './types';

export type Properties = Readonly<Record<string, string | null>>;

export class ConfigTopic {
  readonly configs = new Map<string, Properties>();
  readonly targetStates = new Map<string, TargetState>();
  /** Of the last commit. */
  readonly tasks = new Map<string, readonly Properties[]>();
  /** Whose last commit names tasks that are not there: the log was compacted in between. */
  readonly inconsistent = new Set<string>();
  readonly loggers = new Map<string, string>();
  /** Written, but not committed yet. */
  readonly #uncommitted = new Map<string, Map<number, Properties>>();

  /** @throws SyntaxError for what Connect does not write. */
  apply(entry: Entry): StorageChange | undefined {
    const { key } = entry;
    let name: string | undefined;
    if ((name = after('connector-', key)) !== undefined) return this.#connector(name, objectOf(entry));
    if ((name = after('target-state-', key)) !== undefined) return this.#targetState(name, objectOf(entry));
    if ((name = after('task-', key)) !== undefined) return this.#task(name, objectOf(entry));
    if ((name = after('commit-', key)) !== undefined) return this.#commit(name, objectOf(entry));
    if ((name = after('logger-cluster-', key)) !== undefined) return this.#logger(name, objectOf(entry));
    if ((name = after('restart-connector-', key)) !== undefined) {
      return entry.value === null ? undefined : { kind: 'restart', connector: name, isDeleted: false };
    }
    // How many tasks of an exactly-once source are fenced is between the workers, and the session key is their secret.
    if (key === 'session-key' || key.startsWith('tasks-fencing-')) return undefined;
    throw new Unreadable('its key is none of those that Connect writes');
  }

  #connector(name: string, value: JsonObject | null): StorageChange {
    if (value === null) {
      for (const table of [this.configs, this.tasks, this.#uncommitted]) table.delete(name);
      this.inconsistent.delete(name);
    } else {
      this.configs.set(name, propertiesOf(value));
      if (!this.targetStates.has(name)) this.targetStates.set(name, 'STARTED');
    }
    return { kind: 'connector', connector: name, isDeleted: value === null };
  }

  #targetState(name: string, value: JsonObject | null): StorageChange {
    if (value === null) this.targetStates.delete(name);
    else {
      // `state` is for workers that do not know STOPPED: they take it for PAUSED.
      const member = Object.hasOwn(value, 'state.v2') ? 'state.v2' : 'state';
      const isState = (state: unknown) => ['STARTED', 'PAUSED', 'STOPPED'].includes(state as string);
      this.targetStates.set(name, memberOf(value, member, isState));
    }
    return { kind: 'targetState', connector: name, isDeleted: value === null };
  }

  #task(rest: string, value: JsonObject | null): undefined {
    const { connector, task } = taskOf(rest);
    let tasks = this.#uncommitted.get(connector);
    if (tasks === undefined) this.#uncommitted.set(connector, (tasks = new Map()));
    if (value === null) tasks.delete(task);
    else tasks.set(task, propertiesOf(value));
  }

  #commit(name: string, value: JsonObject | null): StorageChange | undefined {
    if (value === null) return undefined;
    const count = memberOf<number>(value, 'tasks', (one) => Number.isInteger(one) && (one as number) >= 0);
    const written = this.#uncommitted.get(name);
    this.#uncommitted.delete(name);
    // More than it names may be there: what an earlier, larger commit left when the log was compacted.
    const tasks: Properties[] = [];
    for (let task = 0; task < count && written?.has(task); task++) tasks.push(written.get(task)!);
    if (tasks.length === count) {
      this.tasks.set(name, tasks);
      this.inconsistent.delete(name);
    } else this.inconsistent.add(name);
    return { kind: 'tasks', connector: name, isDeleted: count === 0 };
  }

  #logger(name: string, value: JsonObject | null): StorageChange {
    if (value === null) this.loggers.delete(name);
    else this.loggers.set(name, memberOf(value, 'level', isText));
    return { kind: 'logger', connector: '', name, isDeleted: value === null };
  }
}

function propertiesOf(value: JsonObject): Properties {
  const properties = memberOf<JsonObject>(value, 'properties', isObject);
  const isValid = Object.values(properties).every((one) => one === null || isText(one));
  if (!isValid) throw new Unreadable('its properties are not all text');
  return properties as Properties;
}
