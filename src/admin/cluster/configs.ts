import type { NativeErrorData } from '../../errors/kafka-error';
import { KafkaError } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import type { AdminCall } from '../calls/call';
import {
  alterConfigOpTypes,
  configResourceTypes,
  configSources,
  type AlterConfigOpType,
  type ConfigResourceType,
  type ConfigSource,
} from '../calls/enums';
import { inOrder, missingError, outcomeOf } from '../calls/outcomes';

/** Java's ConfigResource. A broker's name is its id. */
export interface ConfigResource {
  type: ConfigResourceType;
  name: string;
}

export interface ConfigSynonym {
  name: string;
  /** null: sensitive. */
  value: string | null;
  source: ConfigSource;
}

/** Java's ConfigEntry. */
export interface ConfigEntry extends ConfigSynonym {
  isDefault: boolean;
  isReadOnly: boolean;
  isSensitive: boolean;
  /** All sources of the value by precedence: the first is in effect. */
  synonyms: ConfigSynonym[];
}

export interface ResourceConfig extends ConfigResource {
  entries: ConfigEntry[];
}

/** Java's AlterConfigOp: `opType` 'DELETE' restores the default, 'APPEND' and 'SUBTRACT' are for lists. */
export interface AlterConfigOp {
  name: string;
  /** May be omitted or null only with 'DELETE'. */
  value?: string | null | undefined;
  opType: AlterConfigOpType;
}

export interface ConfigAlteration extends ConfigResource {
  ops: readonly AlterConfigOp[];
}

/** The whole configuration: entries that are not given return to their defaults. */
export interface ConfigReplacement extends ConfigResource {
  entries: readonly { name: string; value: string }[];
}

interface NativeResource {
  type: number;
  name: string;
}

interface ResourceResult extends NativeResource {
  error: NativeErrorData | null;
  entries?: NativeEntry[] | undefined;
}

interface NativeEntry {
  name: string;
  value: string | null;
  source: number;
  isDefault: boolean;
  isReadOnly: boolean;
  isSensitive: boolean;
  synonyms: { name: string; value: string | null; source: number }[];
}

const keyOf = ({ type, name }: NativeResource): string => `${type}:${name}`;
const BROKER = configResourceTypes.code('BROKER');

function label({ type, name }: NativeResource): string {
  return `${configResourceTypes.name(type).toLowerCase()} ${name}`;
}

function resource(call: AdminCall, where: string, given: Readonly<{ type?: unknown; name?: unknown }>): NativeResource {
  const check = call.arguments;
  const type = check.code(`${where}.type`, given.type, configResourceTypes);
  const name = check.text(`${where}.name`, given.name);
  if (type === BROKER && name === '') {
    throw check.bad(
      `${where}: the default of all brokers (name '') cannot be reached with librdkafka 2.15.1`,
      'ERR_NOT_SUPPORTED',
    );
  }
  if (type === BROKER && !/^\d+$/.test(name)) throw check.bad(`${where}.name must be a broker's id; got "${name}"`);
  return { type, name: check.name(`${where}.name`, name) };
}

/**
 * Requests resources and returns the outcome of each. Only a broker itself knows its configuration, and librdkafka
 * accepts one broker per request: so each broker gets its own request, and all other resources share one.
 */
async function askResources<Asked extends NativeResource, T>(
  call: AdminCall,
  op: string,
  asked: readonly Asked[],
  more: Readonly<Record<string, unknown>>,
  value: (result: ResourceResult) => T,
): Promise<Outcome<T>[]> {
  const distinct = [...new Map(asked.map((item) => [keyOf(item), item])).values()];
  const others = distinct.filter((item) => item.type !== BROKER);
  const requests: Asked[][] = distinct.filter((item) => item.type === BROKER).map((item) => [item]);
  if (others.length > 0) requests.push(others);
  const failures = new Map<string, KafkaError>();
  const answers = await Promise.all(
    requests.map(async (resources) => {
      try {
        return await call.ask<ResourceResult[]>(op, { resources, ...more });
      } catch (error) {
        // If there is only one request, its failure is the failure of the call.
        if (!KafkaError.is(error) || error.code === 'ABORT_ERR' || requests.length === 1) throw error;
        for (const item of resources) failures.set(keyOf(item), error);
        return [];
      }
    }),
  );
  return inOrder<Asked, ResourceResult, T>(
    asked,
    keyOf,
    answers.flat(),
    keyOf,
    (answer) => outcomeOf(call.operation, label(answer), answer.error, value(answer)),
    (item) => failures.get(keyOf(item)) ?? missingError(call.operation, label(item)),
  );
}

const resourceOf = ({ type, name }: NativeResource): ConfigResource => ({ type: configResourceTypes.name(type), name });

export async function describeConfigs(call: AdminCall, resources: unknown): Promise<Outcome<ResourceConfig>[]> {
  const asked = call.arguments.list('resources', resources).map((value, i) => {
    const where = `resources[${i}]`;
    return resource(call, where, call.arguments.object(where, value, ['type', 'name']));
  });
  if (asked.length === 0) return [];
  return askResources(call, 'describeConfigs', asked, {}, (result) => ({
    ...resourceOf(result),
    entries: (result.entries ?? []).map(configEntry).sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

function configEntry(entry: NativeEntry): ConfigEntry {
  const { synonyms, source, ...same } = entry;
  return {
    ...same,
    source: configSources.name(source),
    synonyms: synonyms.map((synonym) => ({ ...synonym, source: configSources.name(synonym.source) })),
  };
}

export async function incrementalAlterConfigs(
  call: AdminCall,
  resources: unknown,
  options: { validateOnly?: boolean | undefined },
): Promise<Outcome<ConfigResource>[]> {
  const check = call.arguments;
  const asked = check.list('resources', resources).map((value, i) => {
    const where = `resources[${i}]`;
    const given = check.object(where, value, ['type', 'name', 'ops']);
    const entries = check.list(`${where}.ops`, given.ops).map((op, j) => alterConfigOp(call, `${where}.ops[${j}]`, op));
    check.distinct(
      `${where}.ops`,
      entries.map((entry) => entry.name),
    );
    return { ...resource(call, where, given), entries };
  });
  return alter(call, 'incrementalAlterConfigs', asked, options);
}

function alterConfigOp(call: AdminCall, where: string, value: unknown) {
  const check = call.arguments;
  const given = check.object(where, value, ['name', 'value', 'opType']);
  const name = check.name(`${where}.name`, given.name);
  const op = check.code(`${where}.opType`, given.opType, alterConfigOpTypes);
  if (given.opType !== 'DELETE') return { name, op, value: check.text(`${where}.value`, given.value) };
  if (given.value !== undefined && given.value !== null) throw check.bad(`${where} takes no value with opType DELETE`);
  return { name, op, value: null };
}

export async function alterConfigs(
  call: AdminCall,
  resources: unknown,
  options: { validateOnly?: boolean | undefined },
): Promise<Outcome<ConfigResource>[]> {
  const check = call.arguments;
  const asked = check.list('resources', resources).map((value, i) => {
    const where = `resources[${i}]`;
    const given = check.object(where, value, ['type', 'name', 'entries']);
    const entries = check.list(`${where}.entries`, given.entries).map((entry, j) => {
      const place = `${where}.entries[${j}]`;
      const pair = check.object(place, entry, ['name', 'value']);
      return { name: check.name(`${place}.name`, pair.name), value: check.text(`${place}.value`, pair.value) };
    });
    check.distinct(
      `${where}.entries`,
      entries.map((entry) => entry.name),
    );
    return { ...resource(call, where, given), entries };
  });
  return alter(call, 'alterConfigs', asked, options);
}

async function alter(
  call: AdminCall,
  op: string,
  asked: readonly (NativeResource & { entries: readonly object[] })[],
  options: { validateOnly?: boolean | undefined },
): Promise<Outcome<ConfigResource>[]> {
  const validateOnly = call.arguments.boolean('validateOnly', options.validateOnly);
  call.arguments.distinct('resources', asked.map(label));
  if (asked.length === 0) return [];
  return askResources(call, op, asked, { validateOnly }, resourceOf);
}
