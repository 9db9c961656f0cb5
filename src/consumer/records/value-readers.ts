import type { ResolvedDeserializer } from '../../serde/resolve';
import type { RecordBatch } from './record-batch';

/** Read keys and values from a batch when this can neither fail nor wait. */
export interface Readers<K, V> {
  key(batch: RecordBatch, index: number): K | null;
  value(batch: RecordBatch, index: number): V | null;
}

// Module functions instead of a closure per consumer: the engine then knows the target of every call and inlines it.
const keyBytes = (batch: RecordBatch, index: number) => batch.key(index);
const keyText = (batch: RecordBatch, index: number) => batch.keyText(index);
const valueBytes = (batch: RecordBatch, index: number) => batch.value(index);
const valueText = (batch: RecordBatch, index: number) => batch.valueText(index);

export const byteReaders: Readers<Buffer, Buffer> = { key: keyBytes, value: valueBytes };

/** For deserializers that return plain bytes or UTF-8 text. Other deserializers do not use these readers. */
export function readersFor<K, V>(key: ResolvedDeserializer, value: ResolvedDeserializer): Readers<K, V> {
  return {
    key: key.form === 'utf8' ? keyText : keyBytes,
    value: value.form === 'utf8' ? valueText : valueBytes,
  } as unknown as Readers<K, V>;
}
