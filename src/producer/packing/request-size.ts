/** Java's DefaultRecordBatch.RECORD_BATCH_OVERHEAD and DefaultRecord.MAX_RECORD_OVERHEAD. */
const BATCH_OVERHEAD = 61;
const RECORD_OVERHEAD = 21;

/** Bytes of a zigzag varint. */
export function sizeOfVarint(value: number): number {
  const zigzag = value >= 0 ? value * 2 : -value * 2 - 1;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x200000) return 3;
  if (zigzag < 0x10000000) return 4;
  return 5;
}

/**
 * Upper bound for the size of a request with only this record: AbstractRecords.estimateSizeInBytesUpperBound, which
 * Java compares with `max.request.size`. Lengths in bytes, −1 for null. `headersSize`: for all headers, the sum of
 * name, value and the varints of their lengths.
 */
export function estimatedRequestSize(
  keyLength: number,
  valueLength: number,
  headerCount: number,
  headersSize: number,
): number {
  return (
    BATCH_OVERHEAD +
    RECORD_OVERHEAD +
    sizeOfVarint(keyLength) +
    Math.max(keyLength, 0) +
    sizeOfVarint(valueLength) +
    Math.max(valueLength, 0) +
    sizeOfVarint(headerCount) +
    headersSize
  );
}
