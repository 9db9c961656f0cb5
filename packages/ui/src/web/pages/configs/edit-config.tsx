import { useState } from 'preact/hooks';

import type { ConfigOp, ConfigRow } from '../../../shared/api';
import { call } from '../../net/http';
import { Confirm } from '../../parts/forms/dialog';
import { Choice, Field, Select } from '../../parts/forms/fields';
import { FaultBox } from '../../parts/states';
import { useValidation } from '../../parts/forms/validation';
import { fill, t } from '../../texts';
import { mistakeIn, readable } from './config-values';
import { Input } from '../../parts/forms/input';

interface Props {
  /** Of the configuration, below the API. */
  path: string;
  row: ConfigRow;
  onClose: () => void;
  onDone: (rows: ConfigRow[]) => void;
}

/** One setting: its new value, checked by the broker, beside the old one. */
export function EditConfig({ path, row, onClose, onDone }: Props) {
  const [kind, setKind] = useState<'set' | 'delete'>('set');
  const [value, setValue] = useState(row.value ?? '');
  const mistake = mistakeIn(row, value);
  const differs = kind === 'delete' || value !== row.value;
  const op: ConfigOp | null =
    !differs || (kind === 'set' && mistake !== null)
      ? null
      : kind === 'delete'
        ? { name: row.name, op: 'delete' }
        : { name: row.name, op: 'set', value };
  const { fault, checked } = useValidation('PATCH', path, op === null ? null : { ops: [op] });
  const mayReset = row.source.startsWith('DYNAMIC');
  const inherited = row.synonyms.find(({ source }) => source !== row.source);
  const now = kind === 'delete' ? (inherited?.value ?? null) : value;
  const echo = readable(row, value);
  return (
    <Confirm
      title={row.name}
      typed={null}
      action={t.action.apply}
      ready={checked}
      onClose={onClose}
      onAction={async () => onDone(await call<ConfigRow[]>('PATCH', path, { ops: [op] }))}
    >
      {row.about !== undefined && <p class="muted">{row.about}</p>}
      {mayReset && (
        <Choice
          label={t.configs.change}
          value={kind}
          options={[
            ['set', t.configs.set],
            ['delete', t.configs.reset],
          ]}
          onValue={setKind}
        />
      )}
      {kind === 'set' && (
        <Field label={t.configs.value} fault={mistake} {...(echo === null ? {} : { hint: echo })}>
          {row.type === 'bool' ? (
            <Select
              label={t.configs.value}
              value={value}
              options={[
                ['true', 'true'],
                ['false', 'false'],
              ]}
              onValue={setValue}
            />
          ) : (
            <Input
              value={value}

              onText={setValue}
            />
          )}
        </Field>
      )}
      {differs && (
        <div class="diff mono">
          <del>{row.isSensitive ? t.configs.hidden : (row.value ?? t.configs.none)}</del>
          <ins>{now ?? t.configs.none}</ins>
        </div>
      )}
      {fault !== null && <FaultBox fault={fault} />}
      {differs && op !== null && fault === null && (
        <p class={checked ? 'state ok' : 'muted'}>{checked ? t.configs.valid : t.configs.checking}</p>
      )}
      {!differs && <p class="muted">{fill(t.configs.same, { name: row.name })}</p>}
    </Confirm>
  );
}
