import type { AclFilter, AclRow, UserPut } from '../../shared/admin-api';
import { param } from '../input/params';
import { list, object, optional, type Schema } from '../input/schema';
import { oneOf, text, whole } from '../input/values';
import { route, type Route } from '../route';
import type { Services } from '../services';

const operations = [
  'ALL',
  'READ',
  'WRITE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
] as const;

const name = text({ least: 1, most: 32_767 });
const fields = {
  resourceType: oneOf(['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID']),
  name,
  principal: name,
  host: name,
  operation: oneOf(operations),
  permissionType: oneOf(['ALLOW', 'DENY']),
};

const acl: Schema<AclRow> = object({ ...fields, patternType: oneOf(['LITERAL', 'PREFIXED']) });

const filterFields = { ...fields, patternType: oneOf(['LITERAL', 'PREFIXED', 'MATCH']) };

const filter: Schema<AclFilter> = object({
  resourceType: optional(filterFields.resourceType),
  name: optional(filterFields.name),
  patternType: optional(filterFields.patternType),
  principal: optional(filterFields.principal),
  host: optional(filterFields.host),
  operation: optional(filterFields.operation),
  permissionType: optional(filterFields.permissionType),
});

const mechanism = oneOf(['SCRAM_SHA_256', 'SCRAM_SHA_512']);

const userBody: Schema<UserPut> = object({
  mechanism,
  password: text({ least: 1, most: 1000 }),
  iterations: optional(whole(4096, 16_384)),
});

const aclQuery = {
  resourceType: param(filterFields.resourceType),
  name: param(name),
  patternType: param(filterFields.patternType),
  principal: param(name),
  host: param(name),
  operation: param(filterFields.operation),
  permissionType: param(filterFields.permissionType),
};
const createBody = object({ acls: list(acl, { least: 1, most: 1000 }) });
const deleteBody = object({ filters: list(filter, { least: 1, most: 1000 }), expect: whole(0, 1_000_000) });

export function securityRoutes({ security }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/acls',
      access: 'read',
      query: aclQuery,
      answer: ({ query, signal }) => security.acls(query, signal),
    }),
    route({
      method: 'POST',
      path: '/acls',
      access: 'security',
      body: createBody,
      answer: ({ body }) => security.createAcls(body),
    }),
    route({
      method: 'DELETE',
      path: '/acls',
      access: 'security',
      body: deleteBody,
      answer: ({ body, signal }) => security.deleteAcls(body, signal),
    }),
    route({
      method: 'GET',
      path: '/users',
      access: 'read',
      answer: ({ signal }) => security.users(signal),
    }),
    route({
      method: 'PUT',
      path: '/users/:u',
      access: 'security',
      body: userBody,
      answer: ({ path, body }) => security.putUser(name(path.u, 'user'), body),
    }),
    route({
      method: 'DELETE',
      path: '/users/:u/:mechanism',
      access: 'security',
      answer: ({ path }) => security.deleteUser(name(path.u, 'user'), mechanism(path.mechanism, 'mechanism')),
    }),
  ];
}
