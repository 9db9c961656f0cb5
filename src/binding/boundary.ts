import { KafkaError } from '../errors/kafka-error';

/** Indexes into the Int32Array `status` that a client shares with its native side. */
export const Status = {
  /** Events waiting for `takeEvents`. */
  EVENTS: 0,
  /** 1 while a rebalance waits for its answer: `drain` returns nothing until then. */
  REBALANCE: 1,
  /** Values of the last drain that were too large for its slab, waiting for `takeLarge`. */
  LARGE: 2,
  /** 1: `pump` stopped because its columns were full or its time was over; call it again. */
  MORE: 3,
  /** Partition ends found by the last drain, waiting for `takeEnds`. */
  ENDS: 4,
  LENGTH: 5,
} as const;

/** Bits of the mask that `onWake` is called with. */
export const Wake = { MAIN: 1, CONSUMER: 2 } as const;

/** Int32 words of one record in the produce slab's `meta`, in this order. */
export const ProduceWord = {
  TOPIC: 0,
  PARTITION: 1,
  /** Unsigned delivery id, returned in `DeliveryColumns.ids`. */
  ID: 2,
  /** −1: null. */
  KEY_LENGTH: 3,
  /** −1: null. For a value passed by pointer, its length; its bytes are in `large`. */
  VALUE_LENGTH: 4,
  /** Bytes of the packed headers, 0: none. */
  HEADERS_LENGTH: 5,
  /** Bits of {@link ProduceFlag}. */
  FLAGS: 6,
  /** Timestamp in ms: low and high 32 bits of the 64-bit integer. */
  TIMESTAMP_LOW: 7,
  TIMESTAMP_HIGH: 8,
  WORDS: 9,
} as const;

/** TIMESTAMP: the record has one. LARGE: the value is the next one of `large`, not in `bytes`. */
export const ProduceFlag = { TIMESTAMP: 1, LARGE: 2 } as const;

/**
 * The result of `drain`: one ArrayBuffer. Int32 header words `COUNT` and `BYTES_START`, then the columns of
 * {@link DrainColumn}, then at `BYTES_START` the bytes: key, value, headers of each record. A value longer than
 * {@link LARGE_VALUE} is not in the slab; it is the next one of `takeLarge()`.
 */
export const DrainWord = { COUNT: 0, BYTES_START: 1, HEADER_WORDS: 4 } as const;

/** Where each column begins: so many bytes after the header for each record. A column has one number per record. */
export const DrainColumn = {
  /** Float64. */
  OFFSET: 0,
  /** Float64, in ms; −1: none. */
  TIMESTAMP: 8,
  /** Int32, as all up to the position: an id for `topicName`. */
  TOPIC: 16,
  PARTITION: 20,
  /** −1: none. */
  LEADER_EPOCH: 24,
  /** −1: null. */
  KEY_LENGTH: 28,
  /** −1: null. */
  VALUE_LENGTH: 32,
  HEADERS_LENGTH: 36,
  /** Where the record's bytes begin, from `BYTES_START`. */
  POSITION: 40,
  /** Uint8. 0: not available, 1: create, 2: log append. */
  TIMESTAMP_TYPE: 44,
  END: 45,
} as const;

export const LARGE_VALUE = 256 * 1024;

/** Every number that both sides share, by its name. */
function numbers(): Map<string, number> {
  const found = new Map<string, number>([['LARGE_VALUE', LARGE_VALUE]]);
  for (const [group, members] of Object.entries({ Status, Wake, ProduceWord, ProduceFlag, DrainWord, DrainColumn })) {
    for (const [name, value] of Object.entries(members)) found.set(`${group}.${name}`, value);
  }
  return found;
}

/**
 * Compares these numbers with those that the addon was compiled with: an addon of another version would read and write
 * the shared memory wrongly.
 * @throws KafkaError `ERR_ADDON_NOT_LOADED`.
 */
export function checkBoundary(compiled: Readonly<Record<string, number>> | undefined): void {
  for (const [name, value] of numbers()) {
    if (compiled?.[name] === value) continue;
    throw new KafkaError({
      code: 'ERR_ADDON_NOT_LOADED',
      operation: 'load',
      message:
        `load: the native addon has another version than kafka-napi (${name} is ${compiled?.[name]} in the addon, ${value} in kafka-napi). ` +
        'Install the same version of kafka-napi and of its @kafka-napi/ package, or run npm run build:native in a clone.',
    });
  }
}
