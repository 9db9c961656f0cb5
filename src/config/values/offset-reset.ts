import { parseJavaDuration } from './java-duration';

/** `auto.offset.reset`, parsed. */
export type OffsetReset =
  { readonly kind: 'earliest' | 'latest' | 'none' } | { readonly kind: 'by_duration'; readonly ms: number };

/** KIP-1106. `undefined` for values that Java refuses: other words, another case, a negative or malformed duration. */
export function parseOffsetReset(text: string): OffsetReset | undefined {
  if (text === 'earliest' || text === 'latest' || text === 'none') return { kind: text };
  if (!text.startsWith('by_duration:')) return undefined;
  const ms = parseJavaDuration(text.slice('by_duration:'.length));
  return ms === undefined || ms < 0 ? undefined : { kind: 'by_duration', ms };
}
