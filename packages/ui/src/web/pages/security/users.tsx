import { useState } from 'preact/hooks';

import type { ScramMechanism, UserRow } from '../../../shared/admin-api';
import { useKeys } from '../../state/keys';
import { call, segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { can } from '../../net/session';
import { Confirm } from '../../parts/forms/dialog';
import { Field, Select } from '../../parts/forms/fields';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { notify } from '../../parts/notices';
import { Empty, Loaded } from '../../parts/states';
import { Text } from '../../parts/values';
import { fill, t } from '../../texts';
import { Input } from '../../parts/forms/input';

const mechanisms = [
  ['SCRAM_SHA_512', 'SCRAM-SHA-512'],
  ['SCRAM_SHA_256', 'SCRAM-SHA-256'],
] as const;

const mechanismText = (name: string): string => name.replaceAll('_', '-');

type Open = { kind: 'set'; name: string } | { kind: 'delete'; name: string; mechanism: string } | null;

function columnsFor(setOpen: ((open: Open) => void) | null): Column<UserRow>[] {
  const columns: Column<UserRow>[] = [
    {
      id: 'name',
      head: t.security.user,
      width: 'minmax(160px, 1fr)',
      mono: true,
      cell: ({ name }) => <Text text={name} />,
    },
    {
      id: 'mechanisms',
      head: t.security.mechanisms,
      width: 'minmax(200px, 2fr)',
      cell: ({ name, credentials }) =>
        credentials.map(({ mechanism, iterations }) => (
          <span class="chip">
            {mechanismText(mechanism)} <span class="muted">{fill(t.security.iterations, { n: iterations })}</span>
            {setOpen !== null && (
              <button
                type="button"
                class="quiet"
                tabIndex={-1}
                aria-label={fill(t.security.deleteMechanism, { mechanism: mechanismText(mechanism) })}
                title={fill(t.security.deleteMechanism, { mechanism: mechanismText(mechanism) })}
                onClick={() => setOpen({ kind: 'delete', name, mechanism })}
              >
                ✕
              </button>
            )}
          </span>
        )),
    },
  ];
  if (setOpen === null) return columns;
  const cell = ({ name }: UserRow) => (
    <button type="button" class="quiet" tabIndex={-1} onClick={() => setOpen({ kind: 'set', name })}>
      {t.security.setPassword}
    </button>
  );
  return [...columns, { id: 'set', head: t.security.change, width: '130px', end: true, cell }];
}

/** Users that sign in to Kafka by SCRAM. */
export function Users() {
  const users = useResource<UserRow[]>('/users', 60_000);
  const [open, setOpen] = useState<Open>(null);
  const may = can('security');
  useKeys({ r: users.refresh });
  return (
    <>
      {may && (
        <div class="bar">
          <span class="grow" />
          <button type="button" class="primary" onClick={() => setOpen({ kind: 'set', name: '' })}>
            {t.security.addUser}
          </button>
        </div>
      )}
      <Loaded of={users}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t.security.noUsers} />
          ) : (
            <Grid
              label={t.security.users}
              columns={columnsFor(may ? setOpen : null)}
              count={rows.length}
              at={(index) => rows[index]}
              keyOf={({ name }) => name}
            />
          )
        }
      </Loaded>
      {open?.kind === 'set' && <SetPassword name={open.name} onClose={() => setOpen(null)} onDone={users.refresh} />}
      {open?.kind === 'delete' && (
        <Confirm
          title={fill(t.security.deleteMechanism, { mechanism: mechanismText(open.mechanism) })}
          typed={open.name}
          action={t.action.delete}
          danger
          onClose={() => setOpen(null)}
          onAction={async () => {
            await call('DELETE', `/users/${segment(open.name)}/${segment(open.mechanism)}`);
            users.refresh();
          }}
        >
          <p>{t.security.deleteUserWhat}</p>
        </Confirm>
      )}
    </>
  );
}

function SetPassword({ name, onClose, onDone }: { name: string; onClose: () => void; onDone: () => void }) {
  const [user, setUser] = useState(name);
  const [password, setPassword] = useState('');
  const [mechanism, setMechanism] = useState<ScramMechanism>('SCRAM_SHA_512');
  return (
    <Confirm
      title={name === '' ? t.security.addUser : t.security.setPassword}
      typed={null}
      action={t.security.setPassword}
      ready={user !== '' && password !== ''}
      onClose={onClose}
      onAction={async () => {
        await call('PUT', `/users/${segment(user)}`, { mechanism, password });
        notify(fill(t.security.passwordSet, { user }));
        onDone();
      }}
    >
      <Field label={t.security.user}>
        <Input
          value={user}
          readOnly={name !== ''}

          onText={setUser}
        />
      </Field>
      <Field label={t.security.password}>
        <input
          type="password"
          autocomplete="new-password"
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      <Field label={t.security.mechanism}>
        <Select label={t.security.mechanism} value={mechanism} options={mechanisms} onValue={setMechanism} />
      </Field>
    </Confirm>
  );
}
