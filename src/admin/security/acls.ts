import type { NativeErrorData } from '../../errors/kafka-error';
import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import type { AdminCall } from '../calls/call';
import { assertMayDescribeCluster } from '../cluster/cluster-access';
import {
  aclOperations,
  patternTypes,
  permissionTypes,
  resourceTypes,
  type AclOperation,
  type AclPermissionType,
  type PatternType,
  type ResourceType,
} from '../calls/enums';
import { missingError, outcomeOf, resourceError } from '../calls/outcomes';

/** Java's AclBinding: its ResourcePattern and its AccessControlEntry in one. */
export interface AclBinding {
  resourceType: ResourceType;
  /** Name of the resource; 'kafka-cluster' for the cluster; '*': all resources of the type. */
  name: string;
  /** Default for a new ACL: 'LITERAL'. */
  patternType: PatternType;
  /** 'User:alice'; 'User:*': everybody. */
  principal: string;
  /** An IP address. Default for a new ACL: '*', all. */
  host: string;
  operation: AclOperation;
  permissionType: AclPermissionType;
}

export type NewAcl = Omit<AclBinding, 'patternType' | 'host'> & Partial<Pick<AclBinding, 'patternType' | 'host'>>;

/** Java's AclBindingFilter: absent or null members match anything. 'MATCH' finds every pattern that covers `name`. */
export type AclFilter = { [Member in keyof AclBinding]?: AclBinding[Member] | null };

interface NativeAcl {
  resourceType: number;
  name: string | null;
  patternType: number;
  principal: string | null;
  host: string | null;
  operation: number;
  permissionType: number;
}

type FoundAcl = NativeAcl & { error: NativeErrorData | null };

const members = ['resourceType', 'name', 'patternType', 'principal', 'host', 'operation', 'permissionType'] as const;

function newAcl(call: AdminCall, where: string, value: unknown): NativeAcl {
  const check = call.arguments;
  const acl = check.object(where, value, members);
  const principal = check.name(`${where}.principal`, acl.principal);
  if (!principal.includes(':'))
    throw check.bad(`${where}.principal must have a type, as "User:${principal}"; got "${principal}"`);
  return {
    resourceType: check.code(`${where}.resourceType`, acl.resourceType, resourceTypes, ['UNKNOWN', 'ANY']),
    name: check.name(`${where}.name`, acl.name),
    patternType: check.code(`${where}.patternType`, acl.patternType ?? 'LITERAL', patternTypes, [
      'UNKNOWN',
      'ANY',
      'MATCH',
    ]),
    principal,
    host: check.name(`${where}.host`, acl.host ?? '*'),
    operation: check.code(`${where}.operation`, acl.operation, aclOperations, ['UNKNOWN', 'ANY']),
    permissionType: check.code(`${where}.permissionType`, acl.permissionType, permissionTypes, ['UNKNOWN', 'ANY']),
  };
}

function aclFilter(call: AdminCall, where: string, value: unknown): NativeAcl {
  const check = call.arguments;
  const filter = check.object(where, value, members);
  const text = (member: 'name' | 'principal' | 'host'): string | null =>
    filter[member] === undefined || filter[member] === null ? null : check.name(`${where}.${member}`, filter[member]);
  return {
    resourceType: check.code(`${where}.resourceType`, filter.resourceType ?? 'ANY', resourceTypes, ['UNKNOWN']),
    name: text('name'),
    patternType: check.code(`${where}.patternType`, filter.patternType ?? 'ANY', patternTypes, ['UNKNOWN']),
    principal: text('principal'),
    host: text('host'),
    operation: check.code(`${where}.operation`, filter.operation ?? 'ANY', aclOperations, ['UNKNOWN']),
    permissionType: check.code(`${where}.permissionType`, filter.permissionType ?? 'ANY', permissionTypes, ['UNKNOWN']),
  };
}

function aclBinding(acl: NativeAcl): AclBinding {
  return {
    resourceType: resourceTypes.name(acl.resourceType),
    name: acl.name ?? '',
    patternType: patternTypes.name(acl.patternType),
    principal: acl.principal ?? '',
    host: acl.host ?? '',
    operation: aclOperations.name(acl.operation),
    permissionType: permissionTypes.name(acl.permissionType),
  };
}

function label(acl: NativeAcl): string {
  const { permissionType, principal, operation, resourceType, name } = aclBinding(acl);
  return `ACL ${permissionType} ${principal} ${operation} ${resourceType} ${name}`;
}

export async function createAcls(call: AdminCall, acls: unknown): Promise<Outcome<AclBinding>[]> {
  const wanted = call.arguments.list('acls', acls).map((acl, i) => newAcl(call, `acls[${i}]`, acl));
  if (wanted.length === 0) return [];
  const answers = await call.ask<{ error: NativeErrorData | null }[]>('createAcls', { acls: wanted });
  return wanted.map((acl, i) => {
    const answer = answers[i];
    return answer === undefined
      ? rejected<AclBinding>(missingError(call.operation, label(acl)))
      : outcomeOf(call.operation, label(acl), answer.error, aclBinding(acl));
  });
}

export async function describeAcls(call: AdminCall, filter: unknown): Promise<AclBinding[]> {
  const wanted = aclFilter(call, 'filter', filter);
  await assertMayDescribeCluster(call);
  const found = await call.ask<FoundAcl[]>('describeAcls', { filter: wanted });
  return found.map(aclBinding);
}

/** Resolves with the deleted ACLs of each filter. */
export async function deleteAcls(call: AdminCall, filters: unknown): Promise<Outcome<AclBinding[]>[]> {
  const wanted = call.arguments.list('filters', filters).map((filter, i) => aclFilter(call, `filters[${i}]`, filter));
  if (wanted.length === 0) return [];
  const answers = await call.ask<{ error: NativeErrorData | null; acls: FoundAcl[] }[]>('deleteAcls', {
    filters: wanted,
  });
  return wanted.map((_, i) => {
    const answer = answers[i];
    if (answer === undefined) return rejected<AclBinding[]>(missingError(call.operation, `filter ${i}`));
    if (answer.error !== null)
      return rejected<AclBinding[]>(resourceError(call.operation, `filter ${i}`, answer.error));
    const failed = answer.acls.find((acl) => acl.error !== null);
    if (failed !== undefined)
      return rejected<AclBinding[]>(resourceError(call.operation, label(failed), failed.error!));
    return fulfilled(answer.acls.map(aclBinding));
  });
}
