import { invalidValue } from '../invalid';

/** Maximum length in bytes of a string in Kafka's protocol, which has 16-bit lengths. */
export const LONGEST_TEXT = 32_767;

/** Whether a text is too long for the protocol's strings. */
export function isTooLong(text: string): boolean {
  // A UTF-16 unit has at most three bytes in UTF-8.
  return text.length * 3 > LONGEST_TEXT && Buffer.byteLength(text) > LONGEST_TEXT;
}

/** librdkafka's properties that are sent to brokers as strings of Kafka's protocol. */
const onTheWire = new Set([
  'client.id',
  'client.rack',
  'group.id',
  'group.instance.id',
  'group.remote.assignor',
  'transactional.id',
]);

/** Values that may begin with a blank, which librdkafka drops. Java trims all other values. */
const untrimmed = new Set(['sasl.username', 'sasl.password']);

/**
 * Throws for a value that librdkafka would read as a different one: its C strings end at the first NUL, and it drops
 * leading blanks.
 * @param shownName Returns the user's name of a librdkafka property.
 */
export function checkNativeTexts(
  conf: Readonly<Record<string, string>>,
  secrets: ReadonlySet<string>,
  shownName: (name: string) => string,
): void {
  for (const [name, value] of Object.entries(conf)) {
    const refuse = (why: string): never => {
      throw invalidValue(shownName(name), value, why, secrets.has(name));
    };
    if (value.includes('\0')) refuse('Must not contain a NUL character');
    if (onTheWire.has(name) && isTooLong(value)) refuse(`Must not be longer than ${LONGEST_TEXT} bytes`);
    if (untrimmed.has(name) && /^[\t-\r ]/.test(value)) refuse('Must not begin with white space: librdkafka drops it');
  }
}
