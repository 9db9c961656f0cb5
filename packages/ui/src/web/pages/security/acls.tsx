import { useState } from 'preact/hooks';

import type { AclRow } from '../../../shared/admin-api';
import { useKeys } from '../../state/keys';
import { call } from '../../net/http';
import { useResource } from '../../net/resource';
import { can } from '../../net/session';
import { Confirm } from '../../parts/forms/dialog';
import { Search } from '../../parts/forms/fields';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { notify } from '../../parts/notices';
import { Empty, Loaded } from '../../parts/states';
import { Sign, Text } from '../../parts/values';
import { place, setQuery } from '../../route/router';
import { fill, t } from '../../texts';
import { CreateAcl } from './create-acl';

const keyOf = (row: AclRow): string => JSON.stringify(Object.values(row));

const aclWord = (text: string): string => text.toLowerCase().replaceAll('_', ' ');

function columnsFor(onDelete: ((row: AclRow) => void) | null): Column<AclRow>[] {
  const columns: Column<AclRow>[] = [
    {
      id: 'principal',
      head: t.security.principal,
      width: 'minmax(140px, 1fr)',
      mono: true,
      cell: ({ principal }) => <Text text={principal} />,
    },
    {
      id: 'permission',
      head: t.security.permission,
      width: '100px',
      cell: ({ permissionType }) => (
        <Sign kind={permissionType === 'DENY' ? 'error' : 'ok'}>{aclWord(permissionType)}</Sign>
      ),
    },
    { id: 'operation', head: t.security.operation, width: '160px', cell: ({ operation }) => aclWord(operation) },
    {
      id: 'type',
      head: t.security.resource,
      width: '140px',
      wide: true,
      cell: ({ resourceType }) => aclWord(resourceType),
    },
    {
      id: 'name',
      head: t.security.name,
      width: 'minmax(140px, 1.4fr)',
      mono: true,
      cell: ({ name, patternType }) => (
        <>
          <Text text={name} />
          {patternType === 'PREFIXED' && <span class="as">{t.security.prefix}</span>}
        </>
      ),
    },
    {
      id: 'host',
      head: t.security.host,
      width: '130px',
      mono: true,
      wide: true,
      cell: ({ host }) => <Text text={host} />,
    },
  ];
  if (onDelete === null) return columns;
  const cell = (row: AclRow) => (
    <button type="button" class="quiet danger-text" tabIndex={-1} onClick={() => onDelete(row)}>
      {t.action.delete}
    </button>
  );
  return [...columns, { id: 'delete', head: t.security.change, width: '84px', end: true, cell }];
}

export function Acls() {
  const acls = useResource<AclRow[]>('/acls', 60_000);
  const [deleting, setDeleting] = useState<AclRow | null>(null);
  const { query } = place.value;
  const q = query.get('q') ?? '';
  useKeys({ r: acls.refresh });
  const may = can('security');
  if (acls.fault?.kafka === 'ERR_SECURITY_DISABLED')
    return (
      <Empty title={t.security.noAuthorizer}>
        <p class="muted">{t.security.noAuthorizerHint}</p>
      </Empty>
    );
  const columns = columnsFor(may ? setDeleting : null);
  return (
    <>
      {acls.fault?.code !== 'UNSUPPORTED' && (
        <div class="bar">
          <Search
            id="filter"
            class="grow"
            label={t.security.filter}
            value={q}
            onValue={(text) => setQuery({ q: text }, true)}
          />
          {may && (
            <button type="button" class="primary" onClick={() => setQuery({ create: 1 })}>
              {t.security.createAcl}
            </button>
          )}
        </div>
      )}
      <Loaded of={acls}>
        {(all) => {
          const words = q.toLowerCase().split(/\s+/);
          const rows = all.filter((row) => {
            const text = Object.values(row).join(' ').toLowerCase();
            return words.every((word) => text.includes(word));
          });
          if (rows.length === 0) return <Empty title={q === '' ? t.security.noAcls : t.security.nothing} />;
          return (
            <Grid
              label={t.security.acls}
              columns={columns}
              count={rows.length}
              at={(index) => rows[index]}
              keyOf={keyOf}
            />
          );
        }}
      </Loaded>
      {query.get('create') === '1' && (
        <CreateAcl onClose={() => setQuery({ create: null }, true)} onDone={acls.refresh} />
      )}
      {deleting !== null && (
        <Confirm
          title={t.security.deleteAcl}
          typed={null}
          action={t.security.deleteAcl}
          danger
          onClose={() => setDeleting(null)}
          onAction={async () => {
            await call('DELETE', '/acls', { filters: [deleting], expect: 1 });
            notify(t.security.aclDeleted);
            acls.refresh();
          }}
        >
          <p>{t.security.deleteWhat}</p>
          <p class="mono">{sentenceOf(deleting)}</p>
        </Confirm>
      )}
    </>
  );
}

function sentenceOf(row: AclRow): string {
  return fill(t.security.sentence, {
    principal: row.principal,
    permission: aclWord(row.permissionType),
    operation: aclWord(row.operation),
    resource: aclWord(row.resourceType),
    name: row.name,
    prefix: row.patternType === 'PREFIXED' ? '*' : '',
    host: row.host,
  });
}
