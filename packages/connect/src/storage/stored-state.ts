/** All three topics together, as they are read record by record. */
import type { ConsumerRecord } from 'kafka-napi';

import { HIDDEN, hideSecrets, isReference, isSecretName } from '../secrets';
import { ConfigTopic, type Properties } from './config-topic';
import { type Entry, Unreadable } from './entry';
import { OffsetTopic } from './offset-topic';
import { StatusTopic } from './status-topic';
import type { ConnectSnapshot, StorageChange, StoredConnector, UnreadableRecord } from './types';

/** Is this value a secret? `false`: none is. */
export type Hide = ((name: string, value: string, connector: string) => boolean) | false;

const MOST_UNREADABLE = 100;

export class StoredState {
  readonly #hide: Hide | undefined;
  readonly #config = new ConfigTopic();
  readonly #status = new StatusTopic();
  readonly #offsets = new OffsetTopic();
  readonly #unreadable: UnreadableRecord[] = [];
  readonly #readers: ReadonlyMap<string, { apply(entry: Entry): StorageChange | undefined }>;

  constructor(topics: { config: string; status: string; offsets: readonly string[] }, hide: Hide | undefined) {
    this.#hide = hide;
    this.#readers = new Map<string, ConfigTopic | StatusTopic | OffsetTopic>([
      [topics.config, this.#config],
      [topics.status, this.#status],
      ...topics.offsets.map((topic) => [topic, this.#offsets] as const),
    ]);
  }

  /** What the record changed; undefined for nothing that is shown. */
  apply(record: ConsumerRecord): StorageChange | undefined {
    const { topic, partition, offset, key, value, timestamp } = record;
    try {
      if (key === null) throw new Unreadable('it has no key');
      const entry = { key: key.toString(), value: value === null ? null : value.toString(), timestamp };
      return this.#readers.get(topic)!.apply(entry);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // JSON that cannot be read: what it holds is not repeated, for it may be a secret.
      const reason = error instanceof Unreadable ? error.message : 'it is no JSON';
      if (this.#unreadable.length < MOST_UNREADABLE) this.#unreadable.push({ topic, partition, offset, reason });
      return undefined;
    }
  }

  snapshot(): ConnectSnapshot {
    const offsets = this.#offsets.all();
    const connectors = new Map<string, StoredConnector>();
    for (const [name, config] of this.#config.configs) {
      const isConsistent = !this.#config.inconsistent.has(name);
      const tasks = isConsistent ? (this.#config.tasks.get(name) ?? []) : [];
      connectors.set(name, {
        name,
        config: this.#shown(name, config),
        targetState: this.#config.targetStates.get(name) ?? 'STARTED',
        tasks: tasks.map((task) => this.#shown(name, task)),
        isConsistent,
        status: this.#status.connectors.get(name),
        taskStatuses: new Map(this.#status.tasks.get(name)),
        topics: [...(this.#status.topics.get(name) ?? [])].sort(),
        offsets: offsets.get(name) ?? [],
      });
    }
    return { connectors, offsets, loggers: new Map(this.#config.loggers), unreadable: [...this.#unreadable] };
  }

  #shown(connector: string, properties: Properties): Properties {
    const hide = this.#hide;
    if (hide === false) return { ...properties };
    const shown = Object.entries(properties).map(([name, value]): [string, string | null] => {
      if (value === null) return [name, null];
      if (hide !== undefined) return [name, hide(name, value, connector) ? HIDDEN : value];
      return [name, isSecretName(name) && !isReference(value) ? HIDDEN : hideSecrets(value, [])];
    });
    return Object.fromEntries(shown);
  }
}
