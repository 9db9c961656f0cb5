import type {
  AclBinding,
  AclFilter as CoreFilter,
  AclOperation,
  AclPermissionType,
  NewAcl,
  PatternType,
  ResourceType,
} from '../../index';
import { KafkaJSNotImplemented } from '../errors/errors';
import type { AclEntry, AclFilter, DeleteAclResponse, DescribeAclResource, DescribeAclResponse } from '../types/acls';
import type { Admin } from '../types/admin';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from '../values/admin-enums';
import type { AdminConnection } from './connection';
import { checkEnum, refused } from './checks';

type AclCalls = Pick<Admin, 'createAcls' | 'describeAcls' | 'deleteAcls'>;

/** The name of a number in an enum, and the way back. */
const nameOf = <Name extends string>(values: Record<string, unknown>, value: number): Name =>
  Object.keys(values).find((name) => values[name] === value) as Name;

function resourceName(type: AclResourceTypes): ResourceType {
  if (type === AclResourceTypes.DELEGATION_TOKEN) {
    throw new KafkaJSNotImplemented('ACLs of delegation tokens are not supported: librdkafka does not know them');
  }
  return nameOf<ResourceType>(AclResourceTypes as never, type);
}

const coreAcl = (entry: AclEntry): NewAcl => ({
  resourceType: resourceName(entry.resourceType) as NewAcl['resourceType'],
  name: entry.resourceName,
  patternType: nameOf<PatternType>(ResourcePatternTypes as never, entry.resourcePatternType) as NewAcl['patternType'],
  principal: entry.principal,
  host: entry.host,
  operation: nameOf<AclOperation>(AclOperationTypes as never, entry.operation) as NewAcl['operation'],
  permissionType: nameOf<AclPermissionType>(
    AclPermissionTypes as never,
    entry.permissionType,
  ) as NewAcl['permissionType'],
});

const coreFilter = (filter: AclFilter): CoreFilter => {
  const { principal, host } = filter;
  return { ...coreAcl(filter as AclEntry), principal, host } as CoreFilter;
};

function entryOf(acl: AclBinding): AclEntry {
  return {
    resourceType: AclResourceTypes[acl.resourceType as keyof typeof AclResourceTypes],
    resourceName: acl.name,
    resourcePatternType: ResourcePatternTypes[acl.patternType as keyof typeof ResourcePatternTypes],
    principal: acl.principal,
    host: acl.host,
    operation: AclOperationTypes[acl.operation as keyof typeof AclOperationTypes],
    permissionType: AclPermissionTypes[acl.permissionType as keyof typeof AclPermissionTypes],
  };
}

/** ACLs of one resource stand together. */
function byResource(bindings: readonly AclBinding[]): DescribeAclResource[] {
  const found = new Map<string, DescribeAclResource>();
  for (const { principal, host, operation, permissionType, ...resource } of bindings.map(entryOf)) {
    const key = JSON.stringify(resource);
    const known = found.get(key) ?? { ...resource, acls: [] };
    known.acls.push({ principal, host, operation, permissionType });
    found.set(key, known);
  }
  return [...found.values()];
}

type Texts = 'principal' | 'host' | 'resourceName';

function checkEnums(list: readonly AclFilter[], pattern: string, isAlone = false): void {
  const each = (what: string, values: object, valueOf: (one: AclFilter) => unknown) => {
    for (const one of list) checkEnum(what, values, valueOf(one), isAlone ? undefined : one);
  };
  each('operation type', AclOperationTypes, ({ operation }) => operation);
  each(pattern, ResourcePatternTypes, ({ resourcePatternType }) => resourcePatternType);
  each('permission type', AclPermissionTypes, ({ permissionType }) => permissionType);
  each('resource type', AclResourceTypes, ({ resourceType }) => resourceType);
}

function checkTexts(list: readonly AclFilter[], names: readonly Texts[], isOptional: boolean, what: string): void {
  for (const name of names) {
    for (const { [name]: value } of list) {
      if (typeof value === 'string' || (isOptional && value === undefined)) continue;
      throw refused(`Invalid ${what}, the ${name}s have to be a valid string`);
    }
  }
}

const texts: readonly Texts[] = ['principal', 'host', 'resourceName'];

export function aclCalls(connection: AdminConnection): AclCalls {
  return {
    async createAcls({ acl }) {
      if (!acl || !Array.isArray(acl)) throw refused(`Invalid ACL array ${String(acl)}`);
      if (acl.length === 0) throw refused('Empty ACL array');
      checkTexts(acl, texts, false, 'ACL array');
      checkEnums(acl, 'resource pattern type');
      await connection.call((core) => core.createAcls(acl.map(coreAcl)));
      return true;
    },

    async describeAcls(filter) {
      for (const name of texts) {
        const value: unknown = filter[name];
        if (typeof value === 'string' || value === undefined) continue;
        throw refused(`Invalid ${name}, the ${name} have to be a valid string`);
      }
      checkEnums([filter], 'resource pattern filter type', true);
      const found = await connection.call((core) => core.describeAcls(coreFilter(filter)));
      // Nothing else is there in kafkajs, whatever its types say.
      return { resources: byResource(found) } as DescribeAclResponse;
    },

    async deleteAcls({ filters }) {
      if (!filters || !Array.isArray(filters)) throw refused(`Invalid ACL Filter array ${String(filters)}`);
      if (filters.length === 0) throw refused('Empty ACL Filter array');
      checkTexts(filters, texts, true, 'ACL Filter array');
      checkEnums(filters, 'resource pattern type');
      const deleted = await connection.call((core) => core.deleteAcls(filters.map(coreFilter)));
      return {
        filterResponses: deleted.map((bindings) => ({
          errorCode: 0,
          errorMessage: null as unknown as string,
          matchingAcls: bindings.map((binding) => ({
            errorCode: 0,
            errorMessage: null as unknown as string,
            ...entryOf(binding),
          })),
        })),
      } as DeleteAclResponse;
    },
  };
}
