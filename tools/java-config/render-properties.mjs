export function renderProperties(table) {
  const rows = (list) => list.map((row) => `  ${JSON.stringify(row)},`).join('\n');
  return `// Made by tools/java-config/generate.mjs from the table there. Do not edit.
import type { JavaProperty, NativeProperty, OwnProperty } from '../names/property';

export const kafkaClientsVersion = '${table.kafkaClients}';
export const librdkafkaVersion = '${table.librdkafka}';

/** Every property of Java's producer, consumer and admin client. */
export const javaProperties: readonly JavaProperty[] = [
${rows(table.properties)}
];

/** librdkafka's own names. */
export const nativeProperties: readonly NativeProperty[] = [
${rows(table.native)}
];

/** Properties of this package, and those that Java's serializers read for themselves. */
export const ownProperties: readonly OwnProperty[] = [
${rows(table.own)}
];
`;
}
