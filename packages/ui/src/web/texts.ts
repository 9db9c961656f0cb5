import en from './texts.json';

/** Every text of the page. */
export const t = en;

/**
 * A text with its places filled: `{name}` by the value, `{name?one:many}` by the word for 1 or for another number.
 */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)(?:\?([^:}]*):([^}]*))?\}/g, (_all, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (one !== undefined) return String(value) === '1' ? one : many!;
    return String(value ?? '');
  });
}
