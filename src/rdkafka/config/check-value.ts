import { properties, type LibrdkafkaProperty } from './properties.generated';

const global = new Map<string, LibrdkafkaProperty>();
const topic = new Map<string, LibrdkafkaProperty>();
for (const property of properties) (property.scope === 'global' ? global : topic).set(property.name, property);

/** Names that librdkafka accepts and does not document. */
const undocumented = new Set([
  'test.mock.num.brokers',
  'test.mock.broker.rtt',
  'enable.sparse.connections',
  'sasl.oauthbearer.metadata.authentication.type',
  'client.software.name',
  'client.software.version',
]);

const isTrueOrFalse = /^(?:true|t|1|false|f|0)$/i;
/** Decimal, octal or hexadecimal, as strtol reads it. */
const isInteger = /^\s*[+-]?(?:0x[0-9a-f]+|[0-9]+)$/i;

/** Texts that librdkafka takes for numbers of these properties. */
const otherTexts: Readonly<Record<string, readonly string[]>> = {
  acks: ['all'],
  'request.required.acks': ['all'],
  'security.protocol': ['plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl'],
};

function checkNumber(property: LibrdkafkaProperty, text: string): void {
  const { name, kind, min, max } = property;
  if (text === '')
    throw new Error(
      `${kind === 'int' ? 'Integer' : 'Float'} configuration property "${name}" cannot be set to empty value`,
    );
  const isNumber = kind === 'int' ? isInteger.test(text) : text.trim() !== '' && Number.isFinite(Number(text));
  if (!isNumber) throw new Error(`Invalid value for configuration property "${name}"`);
  const value = Number(text);
  if (value < min! || value > max!)
    throw new Error(`Configuration property "${name}" value ${text} is outside allowed range ${min}..${max}\n`);
}

/** Throws what librdkafka says about a bad value. Rules about several properties show when the client connects. */
function checkText(property: LibrdkafkaProperty, text: string): void {
  const { name, kind, values } = property;
  if (otherTexts[name]?.includes(text.toLowerCase())) return;
  switch (kind) {
    case 'int':
    case 'float':
      return checkNumber(property, text);
    case 'bool':
      if (!isTrueOrFalse.test(text)) throw new Error(`Expected bool value for "${name}": true or false`);
      return;
    case 'enum':
    case 'flags': {
      const given = kind === 'enum' ? [text] : text.split(',').map((flag) => flag.trim().replace(/^[-+]/, ''));
      const wrong = given.find((one) => one !== '' && !values!.includes(one.toLowerCase()));
      if (wrong !== undefined) throw new Error(`Invalid value "${wrong}" for configuration property "${name}"`);
      return;
    }
    case 'pointer':
      throw new Error(`Property "${name}" must be set through dedicated .._set_..() function`);
    default:
  }
}

/** Text as node-rdkafka hands it to librdkafka. */
const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

/**
 * The text of a property's value for librdkafka.
 * @param scope Where it was given. Topic properties may be given as global ones.
 */
export function checkedText(scope: 'global' | 'topic', name: string, value: unknown): string {
  const property = scope === 'topic' ? topic.get(name) : (global.get(name) ?? topic.get(name));
  if (property === undefined && !(scope === 'global' && undocumented.has(name)))
    throw new Error(`No such configuration property: "${name}"`);
  const text = textOf(value);
  if (text.includes('\0')) throw new Error(`Invalid value for configuration property "${name}"`);
  // librdkafka names what an alias stands for.
  if (property !== undefined) checkText({ ...property, name: property.alias ?? name }, text);
  return text;
}

/** The topic scope has a property of this name, which only the consumer without groups used. */
export function isLegacyTopicProperty(name: string): boolean {
  return topic.get(name)?.clients === 'C' && (global.has(name) || name === 'auto.commit.enable');
}
