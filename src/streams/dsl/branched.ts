import { checkName } from '../options/named';
import type { BranchedOptions, KStream } from './api';

/** A branch of `split`, as an immutable object with Java's methods. */
export class Branched<K, V> implements BranchedOptions<K, V> {
  readonly name: string | undefined;
  readonly chain: ((stream: KStream<K, V>) => unknown) | undefined;
  readonly consumer: ((stream: KStream<K, V>) => void) | undefined;

  constructor({ name, chain, consumer }: BranchedOptions<K, V> = {}) {
    this.name = name === undefined ? undefined : checkName(name);
    this.chain = chain;
    this.consumer = consumer;
  }

  static as<K, V>(name: string): Branched<K, V> {
    return new Branched({ name });
  }

  /** The function's stream is the branch in the returned map; null: the branch is not in it. */
  static withFunction<K, V>(chain: (stream: KStream<K, V>) => unknown, name?: string): Branched<K, V> {
    return new Branched({ name, chain });
  }

  /** The function uses the stream; the branch is not in the returned map. */
  static withConsumer<K, V>(consumer: (stream: KStream<K, V>) => void, name?: string): Branched<K, V> {
    return new Branched({ name, consumer });
  }

  withName(name: string): Branched<K, V> {
    return new Branched<K, V>({ ...this, name });
  }
}
