import { checkName } from './named';

/** Parts of a {@link Branched}; the functions get a stream that the module of streams knows. */
interface BranchedParts {
  readonly name?: string | undefined;
  readonly chain?: ((stream: never) => unknown) | undefined;
  readonly isConsumer?: boolean | undefined;
}

/**
 * A branch of `split`: its name, which follows the splitter's, and what becomes of its stream. Java's Branched.
 * Streams are of the type {@link KStream}.
 */
export class Branched<K, V> {
  readonly name: string | undefined;
  /** @internal */
  readonly chain: ((stream: never) => unknown) | undefined;
  /** @internal */
  readonly isConsumer: boolean;
  /** Never there: they tell TypeScript what the branch carries. */
  declare readonly key?: K;
  declare readonly value?: V;

  private constructor({ name, chain, isConsumer = false }: BranchedParts) {
    this.name = name === undefined ? undefined : name === '' ? name : checkName(name);
    this.chain = chain;
    this.isConsumer = isConsumer;
  }

  static as<K, V>(name: string): Branched<K, V> {
    return new Branched({ name });
  }

  /** The function's stream is the branch in the returned map; null: the branch is not in it. */
  static withFunction<S>(chain: (stream: S) => unknown, name?: string): Branched<KeyOf<S>, ValueOf<S>> {
    return new Branched({ name, chain });
  }

  /** The function uses the stream; the branch is not in the returned map. */
  static withConsumer<S>(chain: (stream: S) => void, name?: string): Branched<KeyOf<S>, ValueOf<S>> {
    return new Branched({ name, chain, isConsumer: true });
  }

  withName(name: string): Branched<K, V> {
    return new Branched({ ...this, name });
  }
}

type KeyOf<S> = S extends { peek(action: (key: infer K, value: never) => void): unknown } ? K : never;
type ValueOf<S> = S extends { peek(action: (key: never, value: infer V) => void): unknown } ? V : never;
