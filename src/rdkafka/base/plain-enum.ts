/**
 * Removes the way back from number to name that TypeScript gives to an enumeration, and freezes it: Confluent's are
 * plain frozen objects, and programs list their keys and values.
 */
export function plainEnums(...enumerations: object[]): void {
  for (const one of enumerations) {
    for (const key of Object.keys(one)) if (/^-?\d+$/.test(key)) delete (one as Record<string, unknown>)[key];
    Object.freeze(one);
  }
}
