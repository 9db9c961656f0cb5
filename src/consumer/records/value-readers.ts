import type { ResolvedDeserializer } from '../serde/resolve';
import type { RecordBatch } from './record-batch';

/** How keys and values are read out of a batch where that can neither fail nor take time. */
export interface Readers<K, V> {
  key(batch: RecordBatch, index: number): K | null;
  value(batch: RecordBatch, index: number): V | null;
}

// Functions of the module, not closures for each consumer: the engine then knows where every call leads, and inlines it.
const keyBytes = (batch: RecordBatch, index: number) => batch.key(index);
const keyText = (batch: RecordBatch, index: number) => batch.keyText(index);
const valueBytes = (batch: RecordBatch, index: number) => batch.value(index);
const valueText = (batch: RecordBatch, index: number) => batch.valueText(index);

export const byteReaders: Readers<Buffer, Buffer> = { key: keyBytes, value: valueBytes };

/** For deserializers that are no more than bytes or UTF-8 text; others are not asked here. */
export function readersFor<K, V>(key: ResolvedDeserializer, value: ResolvedDeserializer): Readers<K, V> {
  return {
    key: key.form === 'utf8' ? keyText : keyBytes,
    value: value.form === 'utf8' ? valueText : valueBytes,
  } as unknown as Readers<K, V>;
}
