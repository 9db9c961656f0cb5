import type { Data, Serde } from '../serdes/serde';
import type { OffsetResetPolicy } from './topic-options';
import type { TimestampExtractor } from './timestamp-extractors';

/** How a topic is read. Java's Consumed. */
export interface ConsumedOptions<KS = unknown, VS = unknown> {
  readonly keySerde?: Serde<KS> | undefined;
  readonly valueSerde?: Serde<VS> | undefined;
  /** Default: `default.timestamp.extractor`, which is {@link FailOnInvalidTimestamp}. */
  readonly timestampExtractor?: TimestampExtractor | undefined;
  /** Default: `auto.offset.reset` of the configuration. */
  readonly offsetResetPolicy?: OffsetResetPolicy | undefined;
  readonly name?: string | undefined;
}

/** How a topic is read, as an immutable object with Java's methods. */
export class Consumed<KS, VS> implements ConsumedOptions<KS, VS> {
  readonly keySerde: Serde<KS> | undefined;
  readonly valueSerde: Serde<VS> | undefined;
  readonly timestampExtractor: TimestampExtractor | undefined;
  readonly offsetResetPolicy: OffsetResetPolicy | undefined;
  readonly name: string | undefined;

  constructor(options: ConsumedOptions<KS, VS> = {}) {
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.timestampExtractor = options.timestampExtractor;
    this.offsetResetPolicy = options.offsetResetPolicy;
    this.name = options.name;
  }

  static with<KS, VS>(keySerde: Serde<KS>, valueSerde: Serde<VS>): Consumed<Data<KS>, Data<VS>> {
    return new Consumed({ keySerde, valueSerde }) as never;
  }

  static as<KS = unknown, VS = unknown>(name: string): Consumed<KS, VS> {
    return new Consumed({ name });
  }

  withKeySerde<S>(keySerde: Serde<S>): Consumed<S, VS> {
    return new Consumed<S, VS>({ ...this, keySerde });
  }

  withValueSerde<S>(valueSerde: Serde<S>): Consumed<KS, S> {
    return new Consumed<KS, S>({ ...this, valueSerde });
  }

  withTimestampExtractor(timestampExtractor: TimestampExtractor): Consumed<KS, VS> {
    return new Consumed<KS, VS>({ ...this, timestampExtractor });
  }

  withOffsetResetPolicy(offsetResetPolicy: OffsetResetPolicy): Consumed<KS, VS> {
    return new Consumed<KS, VS>({ ...this, offsetResetPolicy });
  }

  withName(name: string): Consumed<KS, VS> {
    return new Consumed<KS, VS>({ ...this, name });
  }
}
