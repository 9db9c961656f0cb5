import { DeserializationError } from '../../errors/serialization-error';
import { stateError } from '../../errors/state-error';
import type { ResolvedDeserializer } from '../../serde/resolve';
import { callDeserializer, isPromise } from '../../user-code/user-code';
import type { Run } from './record-batch';

export interface Deserialized {
  key: unknown;
  value: unknown;
}

/** A record that cannot be delivered now, so that no later one of its poll is delivered either. */
export class Failure {
  constructor(readonly error: Error) {}
}

/** The two deserializers of a consumer. */
export class RecordDeserializer {
  readonly #key: ResolvedDeserializer;
  readonly #value: ResolvedDeserializer;

  constructor(key: ResolvedDeserializer, value: ResolvedDeserializer) {
    this.#key = key;
    this.#value = value;
  }

  /** Throws, or rejects with, a DeserializationError. */
  decode(run: Run, index: number): Deserialized | Promise<Deserialized> {
    const key = deserialized(this.#key, run, index, true, run.batch.key(index));
    const value = deserialized(this.#value, run, index, false, run.batch.value(index));
    if (!isPromise(key) && !isPromise(value)) return { key, value };
    return Promise.all([key, value]).then(([key, value]) => ({ key, value }));
  }

  /** Like `decode`, with a Failure for an error. @param sync A promise is a failure, too. */
  attempt(run: Run, index: number, sync: boolean): Deserialized | PromiseLike<Deserialized | Failure> | Failure {
    try {
      const result = this.decode(run, index);
      if (!isPromise(result)) return result;
      if (!sync)
        return result.then(
          (done) => done,
          (error: Error) => new Failure(error),
        );
      result.then(undefined, () => undefined);
      return new Failure(
        stateError(
          'pollSync',
          'the deserializer returned a promise, which cannot be awaited while the thread is blocked; use poll()',
        ),
      );
    } catch (error) {
      return new Failure(error as Error);
    }
  }
}

function deserialized(
  deserializer: ResolvedDeserializer,
  run: Run,
  index: number,
  isKey: boolean,
  data: Buffer | null,
): unknown {
  if (data === null || deserializer.form === 'bytes') return data;
  const { topic, partition, batch } = run;
  const failed = (cause: unknown): never => {
    throw new DeserializationError({
      topic,
      partition,
      offset: batch.offset(index),
      isKey,
      cause,
      operation: 'poll',
    });
  };
  try {
    const value = callDeserializer(deserializer, data, new Context(run, index, isKey));
    return isPromise(value) ? Promise.resolve(value).catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}

/** The context passed to a deserializer. Headers are decoded only if it reads them. */
class Context {
  readonly topic: string;
  readonly isKey: boolean;
  readonly #run: Run;
  readonly #index: number;

  constructor(run: Run, index: number, isKey: boolean) {
    this.topic = run.topic;
    this.isKey = isKey;
    this.#run = run;
    this.#index = index;
  }

  get headers() {
    return this.#run.batch.headers(this.#index);
  }
}
