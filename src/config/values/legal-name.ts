/** Java's Topic.MAX_NAME_LENGTH. */
const LONGEST_NAME = 249;

/** Whether brokers accept the name for a topic or a static member: Java's Topic.isValid. */
export function isLegalName(name: string): boolean {
  return /^[a-zA-Z0-9._-]+$/.test(name) && name.length <= LONGEST_NAME && name !== '.' && name !== '..';
}

/** The wider rule, where a name need not be that of a topic that can be created: what librdkafka can carry. */
export function isPossibleName(name: string): boolean {
  return name !== '' && !name.includes('\0') && name.length <= LONGEST_NAME;
}
