import { ConfigError } from '../../errors/config-error';
import { shown } from '../invalid';
import type { Draft } from '../post-process';
import type { JavaProperty } from './property';

function isDefault(property: JavaProperty, value: unknown, draft: Draft): boolean {
  const initial = property.defaults[draft.role];
  if (Array.isArray(initial) && Array.isArray(value)) {
    return initial.length === value.length && initial.every((name) => value.includes(name));
  }
  if (property.valid?.ignoreCase) return String(value).toUpperCase() === String(initial).toUpperCase();
  // '' is not the name of a class: Java refuses it too.
  return value === initial || (initial === null && value === '' && property.type !== 'CLASS');
}

/**
 * Values that cannot be supported: important ones throw, the others cause a warning or are ignored, as the table says.
 */
export function refuseUnsupported(draft: Draft, table: ReadonlyMap<string, JavaProperty>): void {
  for (const name of draft.userSet) {
    const property = table.get(name);
    if (!property?.unsupported || property.unsupported === 'ignore') continue;
    const value = draft.values[name];
    if (isDefault(property, value, draft)) continue;
    const why = property.differs ?? 'It has no counterpart outside of the JVM.';
    if (property.unsupported === 'warn') draft.warnings.push(`${name} has no effect. ${why}`);
    else {
      throw new ConfigError({
        property: name,
        value: shown(value, property.type === 'PASSWORD'),
        message: `${name} is not supported. ${why}`,
      });
    }
  }
}
