import type { TopicRow } from '../../../shared/api';
import { CreateTopic } from '../../chunks/later';
import { rate } from '../../format/number';
import { can } from '../../net/session';
import { Check } from '../../parts/forms/fields';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { filterText, ListPage } from '../../parts/list-page';
import { Empty } from '../../parts/states';
import { Num, Sign, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';

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
  const q = filterText();
  const internal = query.get('internal') === '1';
  return (
    <>
      <ListPage
        title={t.nav.topics}
        count={t.topics.count}
        filter={t.topics.filter}
        path="/topics"
        narrowed={{ internal: internal ? 'true' : null }}
        every={EVERY_MS}
        columns={columns}
        words={['name', 'cleanup']}
        keyOf={({ name }) => name}
        card={card}
        onOpen={({ name }) => go(pathOf('topics', name, can('messages') ? 'messages' : 'partitions'))}
        controls={
          <>
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
          </>
        }
        empty={
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
        }
      />
      {query.get('create') === '1' && <CreateTopic onClose={() => setQuery({ create: null }, true)} />}
    </>
  );
}
