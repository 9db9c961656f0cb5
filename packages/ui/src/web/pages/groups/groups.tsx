import type { GroupRow } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { grouped, rate } from '../../format/number';
import { useBlocks } from '../../net/blocks';
import { queryOf } from '../../net/http';
import { Age } from '../../parts/age';
import { Search, Select } from '../../parts/forms/fields';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { Empty, FaultBox, Skeleton } from '../../parts/states';
import { Num, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';
import { StateSign, stateText } from './group-state';

const BLOCK = 200;
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

const states = ['', 'STABLE', 'EMPTY', 'PREPARING_REBALANCE', 'COMPLETING_REBALANCE', 'DEAD'];

export function Groups() {
  const { query } = place.value;
  const q = query.get('q') ?? '';
  const state = query.get('state') ?? '';
  const sort = { id: query.get('sort') ?? 'name', desc: query.get('desc') === '1' };
  const pathFor = (offset: number, limit: number): string =>
    `/groups${queryOf({ q, state, sort: sort.id, desc: sort.desc || null, offset, limit })}`;
  const list = useBlocks<GroupRow>(pathFor, BLOCK, EVERY_MS);
  useKeys({ r: list.refresh });
  const onSort = (id: string): void => {
    const desc = sort.id === id ? !sort.desc : !['name', 'state', 'type'].includes(id);
    setQuery({ sort: id === 'name' && !desc ? null : id, desc: desc ? 1 : null }, true);
  };
  const filtered = q !== '' || state !== '';
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>{t.nav.groups}</h1>
        <span class="facts">{list.loading ? '' : fill(t.groups.count, { n: grouped(list.total) })}</span>
        <Age at={list.sampledAt} every={EVERY_MS} />
        <span class="grow" />
        <Search
          id="filter"
          class="wide-field"
          label={t.groups.filter}
          value={q}
          onValue={(text) => setQuery({ q: text }, true)}
        />
        <Select
          label={t.groups.state}
          value={state}
          options={states.map((one) => [one, one === '' ? t.groups.allStates : stateText(one)] as const)}
          onValue={(value) => setQuery({ state: value }, true)}
        />
      </div>
      {list.fault !== null && <FaultBox fault={list.fault} onRetry={list.refresh} />}
      {list.partial !== null && <p class="line muted">{list.partial}</p>}
      {list.loading && list.fault === null && <Skeleton rows={16} />}
      {list.total > 0 && (
        <Grid
          label={t.nav.groups}
          columns={columns}
          count={list.total}
          at={list.at}
          keyOf={({ groupId }) => groupId}
          card={card}
          sort={sort}
          onSort={onSort}
          onOpen={({ groupId }) => go(pathOf('groups', groupId))}
          onRange={list.show}
          stale={list.stale}
        />
      )}
      {!list.loading && list.total === 0 && (
        <Empty title={filtered ? t.groups.nothing : t.groups.none}>
          {filtered ? (
            <button type="button" onClick={() => setQuery({ q: null, state: null }, true)}>
              {t.groups.showAll}
            </button>
          ) : (
            <p class="muted">{t.groups.noneHint}</p>
          )}
        </Empty>
      )}
    </div>
  );
}
