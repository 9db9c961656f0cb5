import { useState } from 'preact/hooks';

import type { PartitionResult } from '../../../shared/admin-api';
import type { PartitionRow, TopicView } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { useBlocks } from '../../net/blocks';
import { call, faultOf, get, segment } from '../../net/http';
import { can } from '../../net/session';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { notify } from '../../parts/notices';
import { FaultBox, Skeleton } from '../../parts/states';
import { Num, Sign } from '../../parts/values';
import { minus } from '../../format/number';
import { pathOf } from '../../route/match';
import { go, url } from '../../route/router';
import { fill, t } from '../../texts';
import { AddPartitions, Purge } from './topic-dialogs';

const BLOCK = 200;
const offsetWidth = 'minmax(90px, 150px)';

function columnsFor(topic: string): Column<PartitionRow>[] {
  return [
    {
      id: 'p',
      head: t.partitions.partition,
      width: '90px',
      end: true,
      mono: true,
      cell: ({ partition }) => (
        <a href={`${url(pathOf('topics', topic, 'messages'))}?p=${partition}`} title={t.partitions.messages}>
          <Num value={partition} />
        </a>
      ),
    },
    numbers('earliest', t.partitions.earliest, offsetWidth, ({ earliest }) => earliest),
    numbers('latest', t.partitions.latest, offsetWidth, ({ latest }) => latest),
    figures(
      'stable',
      t.partitions.lastStable,
      offsetWidth,
      ({ lastStable, latest }) => (lastStable === latest ? <span class="none">=</span> : <Num value={lastStable} />),
      { title: t.partitions.lastStableTitle, wide: true },
    ),
    numbers(
      'records',
      t.partitions.records,
      offsetWidth,
      ({ earliest, latest }) => (earliest === null || latest === null ? null : minus(latest, earliest)),
      { title: t.partitions.recordsTitle },
    ),
    figures('leader', t.partitions.leader, '130px', Leader, { wide: true }),
    {
      id: 'replicas',
      head: t.partitions.replicas,
      width: 'minmax(90px, 160px)',
      mono: true,
      wide: true,
      cell: ({ replicas }) => replicas.join(', '),
    },
    { id: 'isr', head: t.partitions.isr, width: 'minmax(140px, 1fr)', wide: true, cell: (row) => <Isr {...row} /> },
  ];
}

function Leader({ leader, replicas }: PartitionRow) {
  if (leader === null) return <Sign kind="error">{t.partitions.noLeader}</Sign>;
  if (leader === replicas[0]) return <>{leader}</>;
  return (
    <span title={fill(t.partitions.preferredIs, { id: replicas[0] ?? '' })}>
      {leader} <span class="as">{t.partitions.notPreferred}</span>
    </span>
  );
}

function Isr({ isr, replicas, fault }: PartitionRow) {
  if (fault !== undefined) return <Sign kind="error">{fault.message}</Sign>;
  const missing = replicas.filter((id) => !isr.includes(id));
  if (missing.length === 0) return <Sign kind="ok">{fill(t.partitions.inSync, { n: isr.length })}</Sign>;
  return (
    <Sign kind="warn">
      {fill(t.partitions.missing, { n: isr.length, of: replicas.length, list: missing.join(', ') })}
    </Sign>
  );
}

/** Where each partition begins and ends, who leads it and who follows. */
export function Partitions({ topic, view, refresh }: { topic: string; view: TopicView | null; refresh: () => void }) {
  const [dialog, setDialog] = useState<'add' | 'purge' | null>(null);
  const [all, setAll] = useState<PartitionRow[]>([]);
  const pathFor = (offset: number, limit: number): string =>
    `/topics/${segment(topic)}/partitions?offset=${offset}&limit=${limit}`;
  const list = useBlocks<PartitionRow>(pathFor, BLOCK, 10_000);
  const again = (): void => {
    list.refresh();
    refresh();
  };
  useKeys({ r: again });

  const openPurge = async (): Promise<void> => {
    const rows: PartitionRow[] = [];
    for (let offset = 0; offset < list.total; offset += 500)
      rows.push(...(await get<{ items: PartitionRow[] }>(pathFor(offset, 500))).items);
    setAll(rows);
    setDialog('purge');
  };
  const elect = async (): Promise<void> => {
    const partitions = Array.from({ length: list.total }, (_, partition) => ({ topic, partition }));
    const results = await call<PartitionResult[]>('POST', '/elections', { partitions });
    const failed = results.filter((result) => result.fault !== undefined);
    const why = failed[0]?.fault?.message ?? '';
    notify(failed.length === 0 ? t.partitions.elected : fill(t.partitions.notElected, { n: failed.length, why }));
    again();
  };
  const tell = (error: unknown): void => notify(faultOf(error).message);
  if (list.loading && list.fault === null) return <Skeleton />;
  return (
    <>
      <div class="bar">
        <span class="muted">{list.loading ? '' : fill(t.topic.partitions, { n: list.total })}</span>
        <span class="grow" />
        {can('topics') && (
          <>
            <button type="button" onClick={() => setDialog('add')}>
              {t.partitions.add}
            </button>
            <button type="button" title={t.partitions.electTitle} onClick={() => void elect().catch(tell)}>
              {t.partitions.elect}
            </button>
          </>
        )}
        {can('delete') && (
          <button type="button" class="danger-text" onClick={() => void openPurge().catch(tell)}>
            {t.partitions.purge}
          </button>
        )}
      </div>
      {list.fault !== null && <FaultBox fault={list.fault} onRetry={list.refresh} />}
      {list.total > 0 && (
        <Grid
          label={t.partitions.list}
          columns={columnsFor(topic)}
          count={list.total}
          at={list.at}
          keyOf={({ partition }) => partition}
          onRange={list.show}
          onOpen={({ partition }) => go(`${pathOf('topics', topic, 'messages')}?p=${partition}`)}
          stale={list.stale}
        />
      )}
      {dialog === 'add' && (
        <AddPartitions
          topic={topic}
          count={view?.partitions ?? list.total}
          onClose={() => setDialog(null)}
          onDone={again}
        />
      )}
      {dialog === 'purge' && <Purge topic={topic} rows={all} onClose={() => setDialog(null)} onDone={again} />}
    </>
  );
}
