/**
 * Removes the way back from number to name that TypeScript gives to an enum: kafkajs's are plain objects, and programs
 * list their keys and values.
 */
export function plainEnum(target: object): void {
  for (const key of Object.keys(target)) {
    if (/^-?\d+$/.test(key)) delete (target as Record<string, unknown>)[key];
  }
}
