import { clients } from './table.mjs';

const capital = (word) => word[0].toUpperCase() + word.slice(1);
const literal = (value) => `'${value}'`;

/** Properties that take functions, objects or classes, or whose values are shared with another property. */
const special = {
  'key.serializer': 'SerializerOption<K>',
  'value.serializer': 'SerializerOption<V>',
  'key.deserializer': 'DeserializerOption<K>',
  'value.deserializer': 'DeserializerOption<V>',
  'partitioner.class': 'PartitionerOption | null',
  'interceptor.classes:producer': 'ListOf<ProducerInterceptorOption>',
  'interceptor.classes:consumer': 'ListOf<ConsumerInterceptorOption>',
  'metric.reporters': 'ListOf<MetricReporterOption>',
  'sasl.login.callback.handler.class': 'TokenProviderOption | null',
  'sasl.oauthbearer.jwt.retriever.class': 'TokenProviderOption | null',
  'auto.offset.reset': "'latest' | 'earliest' | 'none' | `by_duration:${string}`",
  'partition.assignment.strategy': 'ListOf<AssignorName>',
  'group.protocol': "'classic' | 'consumer' | 'CLASSIC' | 'CONSUMER'",
  'default.list.key.serde.inner': 'ListInnerOption | null',
  'default.list.value.serde.inner': 'ListInnerOption | null',
};

function inputType(property, client) {
  const given = special[`${property.name}:${client}`] ?? special[property.name];
  if (given) return given;
  const nullable =
    property.defaults && property.defaults[client] === null && property.required.length === 0 ? ' | null' : '';
  const names =
    property.valid?.oneOf ?? (property.type === 'ENUM' || property.type === 'STRING' ? property.values : undefined);
  if (names) {
    const all = new Set(names);
    if (property.valid?.ignoreCase) for (const name of names) all.add(name.toLowerCase()).add(name.toUpperCase());
    const numbers = names.filter((name) => /^-?\d+$/.test(name));
    return [...[...all].map(literal), ...numbers].join(' | ') + nullable;
  }
  switch (property.type) {
    case 'INT':
    case 'LONG':
    case 'SHORT':
    case 'DOUBLE':
      return `NumberValue${nullable}`;
    case 'BOOLEAN':
      return `BooleanValue${nullable}`;
    case 'LIST':
    case 'FLAGS':
      return 'ListOf<string>';
    default:
      return `string${nullable}`;
  }
}

function parsedType(property, client) {
  const nullable = property.defaults[client] === null ? ' | null' : '';
  switch (property.type) {
    case 'INT':
    case 'LONG':
    case 'SHORT':
    case 'DOUBLE':
      return `number${nullable}`;
    case 'BOOLEAN':
      return `boolean${nullable}`;
    case 'LIST':
      return property.name in special ? 'readonly unknown[]' : 'readonly string[]';
    case 'CLASS':
      return 'unknown';
    case 'PASSWORD':
      return 'Password | null';
    default:
      return `string${nullable}`;
  }
}

function shown(value) {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(', ');
  return value === '' ? 'empty' : String(value);
}

const generics = { producer: '<K = Bytes, V = Bytes>', consumer: '<K = Buffer, V = Buffer>', admin: '' };

/** `undefined` is not set, under `exactOptionalPropertyTypes` too. */
const optional = (type) => (/=>/.test(type) ? `(${type}) | undefined` : `${type} | undefined`);

export function renderTypes(table) {
  let out = `// Made by tools/java-config/generate.mjs from the table there. Do not edit.
import type { DeserializerOption, ListInnerOption, SerializerOption, Bytes } from '../../serde/spec';
import type { Password } from '../security/password';
import type {
  AssignorName,
  BooleanValue,
  ConsumerInterceptorOption,
  ListOf,
  MetricReporterOption,
  NumberValue,
  PartitionerOption,
  ProducerInterceptorOption,
  TokenProviderOption,
} from '../values/option-types';
`;
  for (const client of clients) {
    out += `\n/** Properties of ${client === 'admin' ? 'an AdminClient' : `a ${capital(client)}`}, by Java's names; librdkafka's where only it has the property. */\n`;
    out += `export interface ${capital(client)}Config${generics[client]} {\n`;
    for (const property of table.properties) {
      if (!property.clients.includes(client) || property.internal) continue;
      const required =
        property.name === 'bootstrap.servers' ? 'Required' : `Default: ${shown(property.defaults[client])}`;
      out += `  /** ${property.about}${property.differs ? ` ${property.differs}` : ''} ${required}. */\n`;
      out += `  '${property.name}'?: ${optional(inputType(property, client))};\n`;
    }
    for (const property of table.native) {
      if (!property.clients.includes(client) || property.class === 'reserved' || property.class === 'obsolete')
        continue;
      if (property.class === 'alias') {
        const twin = table.properties.find((candidate) => candidate.name === property.java);
        if (!twin.clients.includes(client)) {
          out += `  /** librdkafka's own here; in a Producer \`${property.java}\`. */\n  '${property.name}'?: ${optional(inputType(property, client))};\n`;
          continue;
        }
        out += `  /** librdkafka's name of \`${property.java}\`. */\n`;
        out += `  '${property.name}'?: ${property.factor ? 'NumberValue | undefined' : optional(inputType(twin, client))};\n`;
      } else {
        out += `  /** ${property.about} librdkafka's own. */\n  '${property.name}'?: ${optional(inputType(property, client))};\n`;
      }
    }
    for (const property of table.own) {
      if (!property.clients.includes(client)) continue;
      out += `  /** ${property.about} Default: ${shown(property.default)}. */\n  '${property.name}'?: ${optional(inputType(property, client))};\n`;
    }
    out += '}\n';
  }
  for (const client of clients) {
    out += `\n/** The effective values of ${client === 'admin' ? 'an AdminClient' : `a ${capital(client)}`}: parsed, defaults filled in, post-processed in Java's order. */\n`;
    out += `export interface ${capital(client)}Values {\n`;
    for (const property of table.properties) {
      if (!property.clients.includes(client)) continue;
      out += `  readonly '${property.name}': ${parsedType(property, client)};\n`;
    }
    out += '}\n';
  }
  return out;
}
