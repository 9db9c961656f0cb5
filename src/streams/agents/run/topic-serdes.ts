import { toHeaders } from '../../records/record';
import { bindSerde } from '../../serdes/bind';
import type { AnySerde, BoundSerde, DefaultSerdes } from '../../serdes/serde';
import type { SendOptions } from './agent-types';
import type { Sent } from './staged';

const json = {
  serialize: (value: unknown): Buffer => Buffer.from(JSON.stringify(value)),
  deserialize: (data: Buffer): unknown => JSON.parse(data.toString()) as unknown,
};

/** Makes a record of what an agent sends. */
export type SerializeSent = (
  defaults: DefaultSerdes,
  topic: string,
  key: unknown,
  value: unknown,
  options: SendOptions,
  timestamp: number,
) => Sent;

/** The serdes of topics that an application sends to. */
export class TopicSerdes {
  readonly #topics = new Map<string, { readonly key: AnySerde; readonly value: AnySerde }>();
  /** Those that were bound, by what was given. */
  readonly #bound = new Map<unknown, BoundSerde>();

  add(topic: string, serdes: { readonly key: AnySerde; readonly value: AnySerde }): void {
    this.#topics.set(topic, serdes);
  }

  /** What texts mean for a topic: its serdes take texts, bytes, or what JSON can say. */
  parse(topic: string, key: string | null, value: string): { key: unknown; value: unknown } {
    const known = this.#topics.get(topic);
    const read = (text: string, serde: AnySerde): unknown => {
      if (serde === 'bytes') return Buffer.from(text);
      return serde === 'string' ? text : (JSON.parse(text) as unknown);
    };
    return { key: key === null ? null : read(key, known?.key), value: read(value, known?.value) };
  }

  readonly serialize: SerializeSent = (defaults, topic, key, value, options, timestamp) => {
    const known = this.#topics.get(topic);
    const headers = toHeaders(options.headers);
    const write = (data: unknown, serde: AnySerde, isKey: boolean): Buffer | null =>
      data === null || data === undefined ? null : this.#bind(serde, isKey, topic).serialize(topic, data, headers);
    return {
      ...{ topic, timestamp, headers },
      key: write(key, options.key ?? known?.key ?? defaults.key ?? 'string', true),
      value: write(value, options.value ?? known?.value ?? defaults.value ?? json, false),
    };
  };

  #bind(serde: AnySerde, isKey: boolean, topic: string): BoundSerde {
    const id = typeof serde === 'string' ? serde : (serde as object);
    const bound = this.#bound.get(id) ?? bindSerde(serde, isKey, `send to ${topic}`);
    // A serde of one's own is told whether it writes a key.
    if (typeof serde === 'string') this.#bound.set(id, bound);
    return bound;
  }
}
