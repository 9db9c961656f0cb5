import { useState } from 'preact/hooks';

import type { AclRow } from '../../../shared/admin-api';
import { call } from '../../net/http';
import { Confirm } from '../../parts/forms/dialog';
import { Field, Select } from '../../parts/forms/fields';
import { notify } from '../../parts/notices';
import { t } from '../../texts';
import { Input } from '../../parts/forms/input';

const same = (values: readonly string[]) =>
  values.map((value) => [value, value.toLowerCase().replaceAll('_', ' ')] as const);

const resources = same(['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID']);
const patterns = same(['LITERAL', 'PREFIXED']);
const permissions = same(['ALLOW', 'DENY']);
const operations = same([
  'READ',
  'WRITE',
  'DESCRIBE',
  'CREATE',
  'DELETE',
  'ALTER',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'CLUSTER_ACTION',
  'IDEMPOTENT_WRITE',
  'ALL',
]);

const first: AclRow = {
  principal: 'User:',
  permissionType: 'ALLOW',
  operation: 'READ',
  resourceType: 'TOPIC',
  name: '',
  patternType: 'LITERAL',
  host: '*',
};

export function CreateAcl({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [acl, setAcl] = useState(first);
  const put = (change: Partial<AclRow>): void => setAcl({ ...acl, ...change });
  const isCluster = acl.resourceType === 'CLUSTER';
  const principalOk = /^[^:]+:.+$/.test(acl.principal);
  const ready = principalOk && (isCluster || acl.name !== '') && acl.host !== '';
  const made = isCluster ? { ...acl, name: 'kafka-cluster', patternType: 'LITERAL' } : acl;
  const text = (name: 'principal' | 'name' | 'host', label: string, hint?: string) => (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Input
        value={acl[name]}

        onText={(text) => put({ [name]: text })}
      />
    </Field>
  );
  const select = (name: keyof AclRow, label: string, options: readonly (readonly [string, string])[]) => (
    <Field label={label}>
      <Select label={label} value={acl[name]} options={options} onValue={(value) => put({ [name]: value })} />
    </Field>
  );
  return (
    <Confirm
      title={t.security.createAcl}
      typed={null}
      action={t.security.createAcl}
      ready={ready}
      onClose={onClose}
      onAction={async () => {
        await call('POST', '/acls', { acls: [made] });
        notify(t.security.aclCreated);
        onDone();
      }}
    >
      {text('principal', t.security.principal, t.security.principalHint)}
      <div class="fields">
        {select('permissionType', t.security.permission, permissions)}
        {select('operation', t.security.operation, operations)}
        {select('resourceType', t.security.resource, resources)}
      </div>
      {!isCluster && (
        <div class="fields">
          {text('name', t.security.name)}
          {select('patternType', t.security.pattern, patterns)}
        </div>
      )}
      {text('host', t.security.host)}
    </Confirm>
  );
}
