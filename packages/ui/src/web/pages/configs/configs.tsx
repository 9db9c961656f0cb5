import { useState } from 'preact/hooks';

import type { ConfigRow } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { can } from '../../net/session';
import { Check, Search } from '../../parts/forms/fields';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { notify } from '../../parts/notices';
import { Empty, Loaded } from '../../parts/states';
import { Text } from '../../parts/values';
import { place, setQuery } from '../../route/router';
import { fill, t } from '../../texts';
import { readable } from './config-values';
import { EditConfig } from './edit-config';

const sources: Record<string, string> = t.configs.sources;

const columns: Column<ConfigRow>[] = [
  {
    id: 'name',
    head: t.configs.name,
    width: 'minmax(200px, 1fr)',
    mono: true,
    cell: ({ name, about, isDefault }) => (
      <span title={about} class={isDefault ? '' : 'changed'}>
        {name}
      </span>
    ),
  },
  {
    id: 'value',
    head: t.configs.value,
    width: 'minmax(160px, 1.2fr)',
    mono: true,
    cell: (row) => {
      const read = readable(row);
      if (row.isSensitive) return <span class="none">{t.configs.hidden}</span>;
      if (row.value === null || row.value === '') return <span class="none">{t.configs.none}</span>;
      return (
        <>
          <span title={row.value}>
            <Text text={row.value} />
          </span>
          {read !== null && <span class="as">{read}</span>}
        </>
      );
    },
  },
  {
    id: 'source',
    head: t.configs.source,
    width: '150px',
    wide: true,
    cell: ({ source, synonyms }) => (
      <span
        class="muted"
        title={synonyms.map((one) => `${sources[one.source]}: ${one.name} = ${one.value ?? '–'}`).join('\n')}
      >
        {sources[source]}
      </span>
    ),
  },
  {
    id: 'default',
    head: t.configs.default,
    width: 'minmax(80px, 200px)',
    mono: true,
    wide: true,
    cell: ({ isDefault, source, synonyms }) => {
      if (isDefault) return null;
      const below = synonyms.find((one) => one.source !== source);
      return <span class="muted">{below?.value ?? '–'}</span>;
    },
  },
];

interface Props {
  /** Of the configuration, below the API. */
  path: string;
  onChanged?: () => void;
}

/** The settings of a topic or broker: those that were changed first. */
export function Configs({ path, onChanged }: Props) {
  const configs = useResource<ConfigRow[]>(path);
  const [editing, setEditing] = useState<ConfigRow | null>(null);
  const query = place.value.query.get('q') ?? '';
  const changedOnly = place.value.query.get('changed') === '1';
  useKeys({ r: configs.refresh });
  const mayEdit = can('configs');
  const edit = (row: ConfigRow): void => {
    if (mayEdit && !row.isReadOnly) setEditing(row);
  };
  return (
    <Loaded of={configs}>
      {(all) => {
        const words = query.toLowerCase().split(/\s+/);
        const fits = (row: ConfigRow): boolean =>
          words.every((word) => row.name.includes(word) || (row.value ?? '').toLowerCase().includes(word)) &&
          (!changedOnly || !row.isDefault);
        const rows = all
          .filter(fits)
          .sort((a, b) => Number(a.isDefault) - Number(b.isDefault) || (a.name < b.name ? -1 : 1));
        const changed = all.filter((row) => !row.isDefault).length;
        return (
          <>
            <div class="bar">
              <Search
                id="filter"
                class="grow"
                label={fill(t.configs.filter, { n: all.length })}
                value={query}
                onValue={(q) => setQuery({ q }, true)}
              />
              <Check
                label={fill(t.configs.changedOnly, { n: changed })}
                checked={changedOnly}
                onChecked={(on) => setQuery({ changed: on ? 1 : null }, true)}
              />
              {mayEdit && <span class="muted">{t.configs.editHint}</span>}
            </div>
            {rows.length > 0 ? (
              <Grid
                label={t.configs.list}
                columns={columns}
                count={rows.length}
                at={(index) => rows[index]}
                keyOf={({ name }) => name}
                rowClass={(row) => (row.isReadOnly || !mayEdit ? 'fixed' : '')}
                onOpen={edit}
              />
            ) : (
              <Empty
                title={changedOnly && query === '' ? t.configs.noneChanged : fill(t.configs.nothing, { text: query })}
              />
            )}
            {editing !== null && (
              <EditConfig
                path={path}
                row={editing}
                onClose={() => setEditing(null)}
                onDone={() => {
                  notify(fill(t.configs.done, { name: editing.name }));
                  configs.refresh();
                  onChanged?.();
                }}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

export function TopicConfigs({ topic, refresh }: { topic: string; refresh: () => void }) {
  return <Configs path={`/topics/${segment(topic)}/configs`} onChanged={refresh} />;
}
