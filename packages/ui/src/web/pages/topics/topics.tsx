import type { TopicRow } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { CreateTopic } from '../../chunks/later';
import { grouped, rate } from '../../format/number';
import { useBlocks } from '../../net/blocks';
import { queryOf } from '../../net/http';
import { can } from '../../net/session';
import { Check, Search } from '../../parts/forms/fields';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { Age } from '../../parts/age';
import { Empty, FaultBox, Skeleton } from '../../parts/states';
import { Num, Sign, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';

const BLOCK = 200;
const EVERY_MS = 5000;

export function replicasText([least, most]: [number, number]): string {
  return least === most ? String(least) : `${least}–${most}`;
}

/** In sync, or what is missing. */
function Isr({ offline, underReplicated }: TopicRow) {
  if (offline > 0) return <Sign kind="error">{fill(t.topics.offline, { n: offline })}</Sign>;
  if (underReplicated > 0) return <Sign kind="warn">{fill(t.topics.under, { n: underReplicated })}</Sign>;
  return <Sign kind="ok">{t.topics.ok}</Sign>;
}

const approxText = { compacted: t.topics.compacted, transactions: t.topics.transactions };

function Records({ records }: { records: TopicRow['records'] }) {
  if (records === null) return <span class="none">–</span>;
  return <Num value={records.value} approx={records.approx === undefined ? undefined : approxText[records.approx]} />;
}

const columns: Column<TopicRow>[] = [
  {
    id: 'name',
    head: t.topics.name,
    width: 'minmax(200px, 1fr)',
    sort: true,
    cell: ({ name, internal }) => (
      <>
        <a href={url(pathOf('topics', name, 'messages'))}>
          <Text text={name} />
        </a>
        {internal && <span class="as">{t.topics.internal}</span>}
      </>
    ),
  },
  numbers('partitions', t.topics.partitions, '100px', ({ partitions }) => partitions, { sort: true }),
  figures('replicas', t.topics.replicas, '100px', ({ replicas }) => replicasText(replicas), { sort: true }),
  { id: 'isr', head: t.topics.isr, width: '150px', sort: true, cell: (row) => <Isr {...row} /> },
  figures('records', t.topics.records, '150px', ({ records }) => <Records records={records} />, {
    title: t.topics.recordsTitle,
    sort: true,
  }),
  figures(
    'rate',
    t.topics.rate,
    '110px',
    ({ perSec }) =>
      perSec === null || perSec === 0 ? <span class="none">{perSec === null ? '–' : 0}</span> : rate(perSec),
    { sort: true },
  ),
  {
    id: 'cleanup',
    head: t.topics.cleanup,
    width: '150px',
    sort: true,
    cell: ({ cleanup }) => cleanup ?? <span class="none">–</span>,
  },
];

const card = (row: TopicRow) => (
  <>
    <span class="card-head">
      <a href={url(pathOf('topics', row.name, 'messages'))}>
        <Text text={row.name} />
      </a>
      <Isr {...row} />
    </span>
    <span class="card-line muted">
      {fill(t.topic.partitions, { n: row.partitions })} · <Records records={row.records} />
      {row.perSec !== null && row.perSec > 0 && ` · ${fill(t.overview.perSec, { n: rate(row.perSec) })}`}
    </span>
  </>
);

export function Topics() {
  const { query } = place.value;
  const q = query.get('q') ?? '';
  const internal = query.get('internal') === '1';
  const sort = { id: query.get('sort') ?? 'name', desc: query.get('desc') === '1' };
  const pathFor = (offset: number, limit: number): string =>
    `/topics${queryOf({ q, internal: internal || null, sort: sort.id, desc: sort.desc || null, offset, limit })}`;
  const list = useBlocks<TopicRow>(pathFor, BLOCK, EVERY_MS);
  useKeys({ r: list.refresh });
  const onSort = (id: string): void => {
    // Figures begin with the greatest, names with the first.
    const desc = sort.id === id ? !sort.desc : id !== 'name' && id !== 'cleanup';
    setQuery({ sort: id === 'name' && !desc ? null : id, desc: desc ? 1 : null }, true);
  };
  const open = ({ name }: TopicRow): void => go(pathOf('topics', name, can('messages') ? 'messages' : 'partitions'));
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>{t.nav.topics}</h1>
        <span class="facts">{list.loading ? '' : fill(t.topics.count, { n: grouped(list.total) })}</span>
        <Age at={list.sampledAt} every={EVERY_MS} />
        <span class="grow" />
        <Search
          id="filter"
          class="wide-field"
          label={t.topics.filter}
          value={q}
          onValue={(text) => setQuery({ q: text }, true)}
        />
        <Check
          label={t.topics.showInternal}
          checked={internal}
          onChecked={(on) => setQuery({ internal: on ? 1 : null }, true)}
        />
        {can('topics') && (
          <button type="button" class="primary" onClick={() => setQuery({ create: 1 })}>
            {t.topics.create}
          </button>
        )}
      </div>
      {list.fault !== null && <FaultBox fault={list.fault} onRetry={list.refresh} />}
      {list.partial !== null && <p class="line muted">{list.partial}</p>}
      {list.loading && list.fault === null && <Skeleton rows={16} />}
      {list.total > 0 && (
        <Grid
          label={t.nav.topics}
          columns={columns}
          count={list.total}
          at={list.at}
          keyOf={({ name }) => name}
          card={card}
          sort={sort}
          onSort={onSort}
          onOpen={open}
          onRange={list.show}
          stale={list.stale}
        />
      )}
      {!list.loading && list.total === 0 && (
        <Empty title={q === '' ? t.topics.none : fill(t.topics.nothing, { text: q })}>
          {q === '' ? (
            <p class="muted">{t.topics.noneHint}</p>
          ) : (
            !internal && (
              <button type="button" onClick={() => setQuery({ internal: 1 }, true)}>
                {t.topics.searchInternal}
              </button>
            )
          )}
        </Empty>
      )}
      {query.get('create') === '1' && <CreateTopic onClose={() => setQuery({ create: null }, true)} />}
    </div>
  );
}
