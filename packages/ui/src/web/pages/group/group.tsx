import { useMemo, useState } from 'preact/hooks';

import type { BehindResult } from '../../../shared/admin-api';
import type { GroupMember, GroupOffset, GroupView } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { usePageActions } from '../../state/page-actions';
import { compare, rate, short } from '../../format/number';
import { duration } from '../../format/time';
import { call, faultOf, segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { useSamples } from '../../net/samples';
import { can } from '../../net/session';
import { Age } from '../../parts/age';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { Menu } from '../../parts/menu';
import { notify } from '../../parts/notices';
import { Plot } from '../../parts/plot/plot';
import { Empty, Loaded } from '../../parts/states';
import { Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';
import { Lag, Trend } from '../groups/groups';
import { StateSign } from '../groups/group-state';
import { DeleteGroup, DeleteOffsets } from './group-dialogs';

const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${partition}@${topic}`;

/** How old the next record is: an estimate, and on request the truth, for which that record is read. */
function Behind({ group, row }: { group: string; row: GroupOffset }) {
  const [exact, setExact] = useState<BehindResult | null>(null);
  const ask = (): void => {
    call<BehindResult>('POST', `/groups/${segment(group)}/behind`, { topic: row.topic, partition: row.partition }).then(
      setExact,
      (error: unknown) => notify(faultOf(error).message),
    );
  };
  if (exact !== null)
    return (
      <span title={exact.note ?? t.group.exactTitle}>
        {exact.ms === null ? (exact.note ?? '–') : duration(exact.ms)}
      </span>
    );
  const text =
    row.behind === null
      ? row.lag === '0'
        ? ''
        : '–'
      : fill(t.group.behindKinds[row.behind.kind], { time: duration(row.behind.ms) });
  if (row.lag === '0' || row.committed === null || !can('messages')) return <span class="muted">{text}</span>;
  return (
    <button type="button" class="plain" title={t.group.askExact} onClick={ask}>
      {text}
    </button>
  );
}

function columnsFor(group: string, members: readonly GroupMember[]): Column<GroupOffset>[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  return [
    {
      id: 'topic',
      head: t.group.topic,
      width: 'minmax(140px, 1fr)',
      sort: true,
      cell: ({ topic, partition, committed }) => (
        <a
          href={`${url(pathOf('topics', topic, 'messages'))}?${committed === null ? '' : `mode=from-offset&offset=${committed}&`}p=${partition}`}
          title={t.group.readFromHere}
        >
          <Text text={topic} />
        </a>
      ),
    },
    figures('p', t.messages.partition, '50px', ({ partition }) => partition, { title: t.messages.partitionTitle }),
    numbers('committed', t.group.committed, '130px', ({ committed }) => committed, { wide: true }),
    numbers('end', t.group.end, '130px', ({ latest }) => latest, { wide: true }),
    numbers('lag', t.groups.lag, '110px', ({ lag }) => lag, { sort: true }),
    figures('behind', t.group.behind, '120px', (row) => <Behind key={row.committed} group={group} row={row} />, {
      title: t.group.behindTitle,
      wide: true,
    }),
    {
      id: 'member',
      head: t.group.member,
      width: 'minmax(160px, 1.2fr)',
      wide: true,
      cell: ({ member }) => {
        const found = member === null ? undefined : byId.get(member);
        if (found === undefined) return <span class="none">{t.group.noMember}</span>;
        const { clientId, host, instanceId, id } = found;
        return (
          <span title={id}>
            <Text text={instanceId ?? clientId} /> <span class="muted">@ {host.replace(/^\//, '')}</span>
          </span>
        );
      },
    },
  ];
}

/** A group: how far it is behind, and who reads what. */
export function Group({ group: groupId }: Record<string, string>) {
  const group = groupId!;
  const found = useResource<GroupView>(`/groups/${segment(group)}`, 10_000);
  const [dialog, setDialog] = useState<'delete' | 'forget' | null>(null);
  const view = found.data;
  const toReset = (): void => go(pathOf('groups', group, 'reset'));
  useKeys({ r: found.refresh });
  usePageActions(can('groups') ? [{ text: t.reset.title, run: toReset }] : [], group);
  const items = [
    ...(can('groups') ? [{ text: t.group.forget, onSelect: () => setDialog('forget') }] : []),
    ...(can('delete') ? [{ text: t.group.delete, danger: true, onSelect: () => setDialog('delete') }] : []),
  ];
  return (
    <div class="page fill">
      <div class="page-head">
        <h1>
          <Text text={group} />
        </h1>
        {view !== null && (
          <span class="facts">
            <StateSign state={view.state} />
            {[view.type.toLowerCase(), view.assignor ?? '', fill(t.groups.memberCount, { n: view.members ?? 0 })]
              .filter(Boolean)
              .map((text) => ` · ${text}`)}
            {' · '}
            {t.groups.lag.toLowerCase()} <Lag lag={view.lag} /> {view.trend !== null && <Trend trend={view.trend} />}
          </span>
        )}
        {view !== null && <Age at={view.asOf} every={10_000} />}
        <span class="grow" />
        {can('groups') && (
          <a class="button" href={url(pathOf('groups', group, 'reset'))}>
            {t.reset.title}
          </a>
        )}
        {items.length > 0 && <Menu label={t.group.more} button="⋯" class="icon" items={items} end />}
      </div>
      <Loaded of={found}>{(data) => <Offsets group={group} view={data} />}</Loaded>
      {dialog === 'delete' && (
        <DeleteGroup group={group} members={view?.memberList ?? []} onClose={() => setDialog(null)} />
      )}
      {dialog === 'forget' && (
        <DeleteOffsets
          group={group}
          offsets={view?.offsets ?? []}
          onClose={() => setDialog(null)}
          onDone={found.refresh}
        />
      )}
    </div>
  );
}

function Offsets({ group, view }: { group: string; view: GroupView }) {
  const samples = useSamples({ groups: group });
  const points = samples?.groups[group];
  const times = useMemo(() => points?.map(([at]) => at) ?? [], [points]);
  const series = useMemo(() => [{ name: t.groups.lag, values: points?.map(([, lag]) => lag) ?? [] }], [points]);
  const sort = place.value.query.get('sort') ?? 'lag';
  const rows = useMemo(() => {
    const byPlace = (a: GroupOffset, b: GroupOffset): number =>
      a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition;
    if (sort === 'topic') return [...view.offsets].sort(byPlace);
    return [...view.offsets].sort((a, b) => compare(b.lag ?? '-1', a.lag ?? '-1') || byPlace(a, b));
  }, [view.offsets, sort]);
  const columns = columnsFor(group, view.memberList);
  return (
    <>
      <Plot
        label={t.group.plot}
        times={times}
        series={series}
        height={150}
        format={(value) => (value >= 10_000 ? short(value) : rate(value))}
      />
      {rows.length > 0 ? (
        <Grid
          label={t.group.offsets}
          columns={columns}
          count={rows.length}
          at={(index) => rows[index]}
          keyOf={keyOf}
          sort={{ id: sort, desc: sort === 'lag' }}
          onSort={(id) => setQuery({ sort: id === 'lag' ? null : id }, true)}
        />
      ) : (
        <Empty title={t.group.noOffsets} />
      )}
      {view.memberList.length > 0 && <Idle members={view.memberList} />}
    </>
  );
}

/** Members to which nothing is assigned: they stand in no row of the offsets. */
function Idle({ members }: { members: readonly GroupMember[] }) {
  const idle = members.filter(({ partitions }) => partitions.length === 0);
  if (idle.length === 0) return null;
  return (
    <p class="line muted">
      {fill(t.group.idle, { n: idle.length })}{' '}
      {idle
        .slice(0, 8)
        .map(({ clientId }) => clientId)
        .join(', ')}
    </p>
  );
}
