import type { GroupRow } from '../../../shared/api';
import { rate } from '../../format/number';
import { Select } from '../../parts/forms/fields';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { filterText, ListPage } from '../../parts/list-page';
import { Empty } from '../../parts/states';
import { Num, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';
import { StateSign, stateText } from './group-state';

const EVERY_MS = 10_000;

export function Lag({ lag }: { lag: GroupRow['lag'] }) {
  if (lag === null) return <span class="none">–</span>;
  return <Num value={lag.value} approx={lag.partial ? t.groups.partialLag : undefined} />;
}

/** Whether the group falls behind or catches up. */
export function Trend({ trend }: { trend: number | null }) {
  if (trend === null || Math.abs(trend) < 0.05)
    return <span class="none">{trend === null ? '–' : t.groups.steady}</span>;
  const behind = trend > 0;
  return (
    <span class={behind ? 'state warn' : 'state ok'} title={behind ? t.groups.fallsBehind : t.groups.catchesUp}>
      {fill(behind ? t.groups.up : t.groups.down, { n: rate(Math.abs(trend)) })}
    </span>
  );
}

const columns: Column<GroupRow>[] = [
  {
    id: 'name',
    head: t.groups.group,
    width: 'minmax(200px, 1fr)',
    sort: true,
    cell: ({ groupId, simple }) => (
      <>
        <a href={url(pathOf('groups', groupId))}>
          <Text text={groupId} />
        </a>
        {simple && (
          <span class="as" title={t.groups.simpleTitle}>
            {t.groups.simple}
          </span>
        )}
      </>
    ),
  },
  { id: 'state', head: t.groups.state, width: '170px', sort: true, cell: ({ state }) => <StateSign state={state} /> },
  { id: 'type', head: t.groups.type, width: '110px', sort: true, cell: ({ type }) => type.toLowerCase() },
  numbers('members', t.groups.members, '100px', ({ members }) => members, { sort: true }),
  numbers('topics', t.groups.topics, '90px', ({ topics }) => topics, { sort: true }),
  figures('lag', t.groups.lag, '140px', ({ lag }) => <Lag lag={lag} />, { sort: true }),
  {
    id: 'trend',
    head: t.groups.trend,
    title: t.groups.trendTitle,
    width: '140px',
    end: true,
    sort: true,
    cell: ({ trend }) => <Trend trend={trend} />,
  },
];

const card = (row: GroupRow) => (
  <>
    <span class="card-head">
      <a href={url(pathOf('groups', row.groupId))}>
        <Text text={row.groupId} />
      </a>
      <StateSign state={row.state} />
    </span>
    <span class="card-line muted">
      {t.groups.lag} <Lag lag={row.lag} /> · {fill(t.groups.memberCount, { n: row.members ?? 0 })}{' '}
      <Trend trend={row.trend} />
    </span>
  </>
);

const choices = (all: string, values: readonly string[], textOf: (value: string) => string) =>
  ['', ...values].map((value) => [value, value === '' ? all : textOf(value)] as const);

const states = choices(
  t.groups.allStates,
  ['STABLE', 'EMPTY', 'PREPARING_REBALANCE', 'COMPLETING_REBALANCE', 'DEAD'],
  stateText,
);
const types = choices(t.groups.allTypes, ['CLASSIC', 'CONSUMER'], (type) => type.toLowerCase());

export function Groups() {
  const { query } = place.value;
  const state = query.get('state') ?? '';
  const type = query.get('type') ?? '';
  const filtered = filterText() !== '' || state !== '' || type !== '';
  return (
    <ListPage
      title={t.nav.groups}
      count={t.groups.count}
      filter={t.groups.filter}
      path="/groups"
      narrowed={{ state, type }}
      every={EVERY_MS}
      columns={columns}
      words={['name', 'state', 'type']}
      keyOf={({ groupId }) => groupId}
      card={card}
      onOpen={({ groupId }) => go(pathOf('groups', groupId))}
      controls={
        <>
          <Select
            label={t.groups.state}
            value={state}
            options={states}
            onValue={(value) => setQuery({ state: value }, true)}
          />
          <Select
            label={t.groups.type}
            value={type}
            options={types}
            onValue={(value) => setQuery({ type: value }, true)}
          />
        </>
      }
      empty={
        <Empty title={filtered ? t.groups.nothing : t.groups.none}>
          {filtered ? (
            <button type="button" onClick={() => setQuery({ q: null, state: null, type: null }, true)}>
              {t.groups.showAll}
            </button>
          ) : (
            <p class="muted">{t.groups.noneHint}</p>
          )}
        </Empty>
      }
    />
  );
}
