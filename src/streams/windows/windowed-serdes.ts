import { bindSerde } from '../serdes/bind';
import type { BoundSerde, Data, Serde } from '../serdes/serde';
import type { DeserializerContext, Headers, SerializerContext } from '../../index';
import { readTime, withTimes } from '../stores/timed/timed-keys';
import { Windowed, type Window } from './windowed';

interface WindowForm {
  times(window: Window): readonly number[];
  window(data: Buffer, at: number): Window;
  readonly size: number;
}

/** A serde of windowed keys: the key's bytes, then the times of the window. */
export class WindowedSerde<K> {
  readonly #inner: unknown;
  readonly #form: WindowForm;
  #bound: BoundSerde | undefined;

  /** @internal */
  constructor(inner: unknown, form: WindowForm) {
    this.#inner = inner;
    this.#form = form;
  }

  get #key(): BoundSerde {
    return (this.#bound ??= bindSerde(this.#inner, true, 'The serde of a windowed key'));
  }

  /** With a serde of the key, if it has none. */
  withDefault(inner: unknown): WindowedSerde<K> {
    return this.#inner === undefined ? new WindowedSerde(inner, this.#form) : this;
  }

  /** The bytes of the key alone, by which records are partitioned. */
  serializeBaseKey(topic: string, { key }: Windowed<K>, headers?: Headers | undefined): Buffer | null {
    return this.#key.serialize(topic, key, headers);
  }

  serialize(data: Windowed<K>, { topic, headers }: SerializerContext): Buffer {
    if (!(data instanceof Windowed)) throw new TypeError('expected a Windowed');
    return withTimes(
      this.serializeBaseKey(topic, data, headers as Headers | undefined)!,
      ...this.#form.times(data.window),
    );
  }

  deserialize(data: Buffer, { topic, headers }: DeserializerContext): Windowed<K> {
    const at = data.length - this.#form.size;
    if (at < 0) throw new RangeError(`a windowed key has ${this.#form.size} bytes or more, these are ${data.length}`);
    const key = this.#key.deserialize(topic, data.subarray(0, at), headers) as K;
    return new Windowed(key, this.#form.window(data, at));
  }
}

/** A given serde, else the default one; a windowed serde without a serde of its key takes the default for that. */
export const serdeOr = (given: unknown, fallback: unknown): unknown =>
  given instanceof WindowedSerde ? given.withDefault(fallback) : (given ?? fallback);

/** @internal `inner` undefined: the default serde of keys. */
export const timeWindowedSerde = (inner: unknown, windowSizeMs: number): WindowedSerde<unknown> =>
  new WindowedSerde(inner, {
    size: 8,
    times: ({ start }) => [start],
    window(data, at) {
      const start = readTime(data, at);
      return { start, end: start + windowSizeMs };
    },
  });

/** @internal `inner` undefined: the default serde of keys. */
export const sessionWindowedSerde = (inner: unknown): WindowedSerde<unknown> =>
  new WindowedSerde(inner, {
    size: 16,
    times: ({ start, end }) => [end, start],
    window: (data, at) => ({ start: readTime(data, at + 8), end: readTime(data, at) }),
  });

/** Serdes for topics with windowed keys. Java's WindowedSerdes. */
export const WindowedSerdes = {
  /** Time and sliding windows: the key's bytes, then the start of the window. `windowSizeMs` gives its end. */
  timeWindowedSerdeFrom<K>(inner: Serde<K>, windowSizeMs: number): WindowedSerde<Data<K>> {
    return timeWindowedSerde(inner, windowSizeMs) as WindowedSerde<Data<K>>;
  },

  /** Sessions: the key's bytes, then end and start. */
  sessionWindowedSerdeFrom<K>(inner: Serde<K>): WindowedSerde<Data<K>> {
    return sessionWindowedSerde(inner) as WindowedSerde<Data<K>>;
  },
} as const;
