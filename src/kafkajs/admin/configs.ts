import type { ConfigEntry, ConfigResourceType, ConfigSource as CoreSource } from '../../index';
import { KafkaJSNotImplemented } from '../errors/errors';
import type { Admin, ConfigEntries, DescribeConfigResponse, ResourceConfigQuery } from '../types/admin';
import { ConfigResourceTypes, ConfigSource } from '../values/admin-enums';
import type { AdminConnection } from './connection';
import { checkEnum, refused } from './checks';

type ConfigCalls = Pick<Admin, 'describeConfigs' | 'alterConfigs'>;

const sources: Partial<Record<CoreSource, ConfigSource>> = {
  DYNAMIC_TOPIC_CONFIG: ConfigSource.TOPIC_CONFIG,
  DYNAMIC_BROKER_CONFIG: ConfigSource.DYNAMIC_BROKER_CONFIG,
  DYNAMIC_DEFAULT_BROKER_CONFIG: ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
  STATIC_BROKER_CONFIG: ConfigSource.STATIC_BROKER_CONFIG,
  DEFAULT_CONFIG: ConfigSource.DEFAULT_CONFIG,
};

function resourceType(type: ConfigResourceTypes): ConfigResourceType {
  if (type === ConfigResourceTypes.TOPIC) return 'TOPIC';
  if (type === ConfigResourceTypes.BROKER) return 'BROKER';
  throw new KafkaJSNotImplemented(`Resource type ${type} is not supported: librdkafka knows topics and brokers`);
}

function checkResources(resources: unknown): asserts resources is { type: ConfigResourceTypes; name: string }[] {
  if (!resources || !Array.isArray(resources)) throw refused(`Invalid resources array ${String(resources)}`);
  if (resources.length === 0) throw refused('Resources array cannot be empty');
  const list = resources as { type: unknown; name: unknown }[];
  for (const resource of list) checkEnum('resource type', ConfigResourceTypes, resource.type, resource);
  for (const resource of list) {
    if (!resource.name || typeof resource.name !== 'string') {
      throw refused(`Invalid resource name ${String(resource.name)}: ${JSON.stringify(resource)}`);
    }
  }
}

function entryOf({ name, value, isDefault, isSensitive, isReadOnly, source, synonyms }: ConfigEntry): ConfigEntries {
  return {
    configName: name,
    configValue: value as string,
    readOnly: isReadOnly,
    isDefault,
    configSource: sources[source] ?? ConfigSource.UNKNOWN,
    isSensitive,
    configSynonyms: synonyms.map((synonym) => ({
      configName: synonym.name,
      configValue: synonym.value as string,
      configSource: sources[synonym.source] ?? ConfigSource.UNKNOWN,
    })),
  };
}

export function configCalls(connection: AdminConnection): ConfigCalls {
  return {
    async describeConfigs({ resources, includeSynonyms = false }) {
      checkResources(resources);
      const queries = resources as ResourceConfigQuery[];
      for (const { configNames, ...rest } of queries) {
        if (configNames == null || Array.isArray(configNames)) continue;
        throw refused(
          `Invalid resource configNames ${String(configNames)}: ${JSON.stringify({ ...rest, configNames })}`,
        );
      }
      const list = queries.map(({ type, name }) => ({ type: resourceType(type), name }));
      const found = await connection.call((core) => core.describeConfigs(list));
      return {
        resources: found.map(({ name, entries }, i) => {
          const { type, configNames } = queries[i]!;
          const isWanted = (entry: ConfigEntry) =>
            !configNames || configNames.length === 0 || configNames.includes(entry.name);
          return {
            errorCode: 0,
            errorMessage: '',
            resourceType: type,
            resourceName: name,
            configEntries: entries
              .filter(isWanted)
              .map(entryOf)
              .map((entry) => (includeSynonyms ? entry : { ...entry, configSynonyms: [] })),
          };
        }),
      } as DescribeConfigResponse;
    },

    async alterConfigs({ resources, validateOnly = false }) {
      checkResources(resources);
      for (const resource of resources) {
        const { configEntries } = resource;
        if (Array.isArray(configEntries)) continue;
        throw refused(`Invalid resource configEntries ${String(configEntries)}: ${JSON.stringify(resource)}`);
      }
      for (const resource of resources) {
        if (resource.configEntries.every(({ name, value }) => typeof name === 'string' && typeof value === 'string'))
          continue;
        throw refused(`Invalid resource config value: ${JSON.stringify(resource)}`);
      }
      const list = resources.map(({ type, name, configEntries }) => ({
        type: resourceType(type),
        name,
        entries: configEntries.map((entry) => ({ name: entry.name, value: entry.value })),
      }));
      await connection.call((core) => core.alterConfigs(list, { validateOnly }));
      return {
        resources: resources.map(({ type, name }) => ({
          errorCode: 0,
          errorMessage: null,
          resourceType: type,
          resourceName: name,
        })),
      };
    },
  };
}
