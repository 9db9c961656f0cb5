import type { Data, Serde } from '../serdes/serde';

/** The serdes and the name of a join of a stream with a table. Java's Joined. */
export interface JoinedOptions<K = unknown, VL = unknown, VR = unknown> {
  readonly keySerde?: Serde<K> | undefined;
  /** Of the stream: its repartition topic is written with it. Java's valueSerde. */
  readonly leftValueSerde?: Serde<VL> | undefined;
  /** Of the table. Java takes it and does not use it; nor do we. Java's otherValueSerde. */
  readonly rightValueSerde?: Serde<VR> | undefined;
  readonly name?: string | undefined;
}

/** The serdes and the name of a join of a stream with a table, as an immutable object with Java's methods. */
export class Joined<K, VL, VR> implements JoinedOptions<K, VL, VR> {
  readonly keySerde: Serde<K> | undefined;
  readonly leftValueSerde: Serde<VL> | undefined;
  readonly rightValueSerde: Serde<VR> | undefined;
  readonly name: string | undefined;

  constructor(options: JoinedOptions<K, VL, VR> = {}) {
    this.keySerde = options.keySerde;
    this.leftValueSerde = options.leftValueSerde;
    this.rightValueSerde = options.rightValueSerde;
    this.name = options.name;
  }

  static with<K, VL, VR>(
    keySerde: Serde<K>,
    leftValueSerde: Serde<VL>,
    rightValueSerde: Serde<VR>,
  ): Joined<Data<K>, Data<VL>, Data<VR>> {
    return new Joined({ keySerde, leftValueSerde, rightValueSerde }) as never;
  }

  static as<K, VL, VR>(name: string): Joined<K, VL, VR> {
    return new Joined({ name });
  }

  withKeySerde(keySerde: Serde<K>): Joined<K, VL, VR> {
    return new Joined({ ...this, keySerde });
  }

  withLeftValueSerde(leftValueSerde: Serde<VL>): Joined<K, VL, VR> {
    return new Joined({ ...this, leftValueSerde });
  }

  withRightValueSerde(rightValueSerde: Serde<VR>): Joined<K, VL, VR> {
    return new Joined({ ...this, rightValueSerde });
  }

  withName(name: string): Joined<K, VL, VR> {
    return new Joined({ ...this, name });
  }
}
