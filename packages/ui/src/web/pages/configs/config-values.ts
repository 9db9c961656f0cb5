import type { ConfigRow } from '../../../shared/api';
import { bytes } from '../../format/number';
import { duration } from '../../format/time';
import { t } from '../../texts';

const LONGEST = '9223372036854775807';

/** `604800000` as `7 d`, `1048576` as `1 MB`; null where the value says it itself. */
export function readable({ unit, value }: Pick<ConfigRow, 'unit' | 'value'>, of: string | null = value): string | null {
  if (unit === undefined || of === null || !/^-?\d+$/.test(of)) return null;
  if (of === '-1') return t.configs.unlimited;
  if (of === LONGEST) return t.configs.never;
  const number = Number(of);
  if (number < 1000) return null;
  return unit === 'ms' ? duration(number) : bytes(number);
}

const shapes: Partial<Record<NonNullable<ConfigRow['type']>, RegExp>> = {
  int: /^-?\d+$/,
  long: /^-?\d+$/,
  double: /^-?\d+(\.\d+)?([eE]-?\d+)?$/,
  bool: /^(true|false)$/,
};

/** What a value must look like, before the broker is asked. */
export function mistakeIn(row: Pick<ConfigRow, 'type'>, value: string): string | null {
  const shape = row.type === undefined ? undefined : shapes[row.type];
  if (shape === undefined || shape.test(value)) return null;
  return row.type === 'bool' ? t.configs.notBool : t.configs.notNumber;
}
