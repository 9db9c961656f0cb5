import { useMemo } from 'preact/hooks';

import type { Attention, BrokerRow, ClusterView, Page, SamplesView, TopicRow } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { grouped, rate } from '../../format/number';
import { useResource } from '../../net/resource';
import { useSamples } from '../../net/samples';
import { Plot } from '../../parts/plot/plot';
import { FaultBox, Skeleton } from '../../parts/states';
import { Num, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { url } from '../../route/router';
import { fill, t } from '../../texts';

/** The state of the cluster at one glance: what there is, how busy it is, what needs a look. */
export function Overview() {
  const cluster = useResource<ClusterView>('/cluster', 5000);
  const samples = useSamples();
  useKeys({ r: cluster.refresh });
  const view = cluster.data;
  return (
    <div class="page overview">
      <h1 class="unseen">{t.nav.overview}</h1>
      {cluster.fault !== null && <FaultBox fault={cluster.fault} onRetry={cluster.refresh} />}
      {view === null && cluster.fault === null && <Skeleton rows={10} />}
      {view !== null && (
        <>
          <Totals view={view} samples={samples} />
          {view.partial !== undefined && <p class="line muted">{view.partial}</p>}
          <RatePlot samples={samples} />
          <div class="columns">
            <AttentionList items={view.attention} />
            <Busiest />
          </div>
          <Brokers view={view} />
        </>
      )}
    </div>
  );
}

function Total(props: { label: string; value: string | number | null; to?: string; bad?: boolean; good?: boolean }) {
  const value = props.value === null ? '–' : typeof props.value === 'number' ? grouped(props.value) : props.value;
  const content = (
    <>
      <b class={props.bad ? 'state warn' : ''}>{value}</b>
      <span>{props.label}</span>
    </>
  );
  return props.to === undefined ? (
    <div class="total">{content}</div>
  ) : (
    <a class="total" href={url(props.to)}>
      {content}
    </a>
  );
}

function Totals({ view, samples }: { view: ClusterView; samples: SamplesView | null }) {
  const { totals, brokers } = view;
  const perSec = samples?.cluster.findLast(([, value]) => value !== null)?.[1] ?? null;
  return (
    <div class="totals">
      <Total label={fill(t.overview.brokers, { n: brokers.length })} value={brokers.length} />
      <Total label={fill(t.overview.topics, { n: totals.topics })} value={totals.topics} to="/topics" />
      <Total label={fill(t.overview.partitions, { n: totals.partitions })} value={totals.partitions} />
      <Total label={fill(t.overview.groups, { n: totals.groups ?? 0 })} value={totals.groups} to="/groups" />
      <Total
        label={t.overview.underReplicated}
        value={totals.underReplicated}
        bad={totals.underReplicated > 0}
        {...(totals.underReplicated > 0 ? { to: '/topics?sort=isr&desc=1' } : {})}
      />
      <Total label={t.overview.offline} value={totals.offline} bad={totals.offline > 0} />
      <Total label={t.overview.rate} value={perSec === null ? null : rate(perSec)} />
    </div>
  );
}

function RatePlot({ samples }: { samples: SamplesView | null }) {
  const { times, values } = useMemo(
    () => ({
      times: samples?.cluster.map(([at]) => at) ?? [],
      values: samples?.cluster.map(([, perSec]) => perSec) ?? [],
    }),
    [samples],
  );
  const series = useMemo(() => [{ name: t.overview.rate, values }], [values]);
  return <Plot label={t.overview.ratePlot} times={times} series={series} height={180} format={rate} />;
}

function linkOf({ topic, partition, group }: Attention): string | null {
  if (group !== undefined) return pathOf('groups', group);
  if (topic === undefined) return null;
  return partition === undefined ? pathOf('topics', topic, 'partitions') : pathOf('topics', topic, 'partitions');
}

const SHOWN = 12;

function AttentionList({ items }: { items: Attention[] }) {
  return (
    <section>
      <h2>{t.overview.attention}</h2>
      {items.length === 0 ? (
        <p class="state ok">{t.overview.allWell}</p>
      ) : (
        <ul class="attention">
          {items.slice(0, SHOWN).map((item) => {
            const to = linkOf(item);
            const text = <Text text={item.text} />;
            return <li class="state warn">{to === null ? text : <a href={url(to)}>{text}</a>}</li>;
          })}
          {items.length > SHOWN && <li class="muted">{fill(t.overview.more, { n: items.length - SHOWN })}</li>}
        </ul>
      )}
    </section>
  );
}

function Busiest() {
  const busiest = useResource<Page<TopicRow>>('/topics?sort=rate&desc=true&limit=5', 10_000);
  const rows = busiest.data?.items.filter(({ perSec }) => perSec !== null && perSec > 0) ?? [];
  const most = rows[0]?.perSec ?? 1;
  return (
    <section>
      <h2>{t.overview.busiest}</h2>
      {busiest.fault !== null && <FaultBox fault={busiest.fault} onRetry={busiest.refresh} />}
      {busiest.data !== null && rows.length === 0 && <p class="muted">{t.overview.quiet}</p>}
      <ol class="busiest">
        {rows.map(({ name, perSec }) => (
          <li>
            <a class="ellipsis" href={url(pathOf('topics', name, 'messages'))}>
              <Text text={name} />
            </a>
            <meter min={0} max={most} value={perSec!} aria-hidden="true" />
            <span class="num">{fill(t.overview.perSec, { n: rate(perSec!) })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Brokers({ view }: { view: ClusterView }) {
  const hasRacks = view.brokers.some(({ rack }) => rack !== null);
  const row = (broker: BrokerRow) => (
    <tr>
      <td class="end mono">
        <a href={url(pathOf('brokers', broker.id))} title={t.overview.brokerConfigs}>
          {broker.id}
        </a>
      </td>
      <td class="mono">
        {broker.host}:{broker.port}
        {broker.id === view.controller && <span class="badge">{t.overview.controller}</span>}
      </td>
      {hasRacks && <td>{broker.rack ?? '–'}</td>}
      <td class="end mono">
        <Num value={broker.leaders} />
      </td>
      <td class="end mono">
        <Num value={broker.replicas} />
      </td>
    </tr>
  );
  return (
    <section>
      <h2>{t.overview.brokersTitle}</h2>
      <table class="table">
        <thead>
          <tr>
            <th class="end">{t.overview.id}</th>
            <th>{t.overview.address}</th>
            {hasRacks && <th>{t.overview.rack}</th>}
            <th class="end">{t.overview.leaders}</th>
            <th class="end">{t.overview.replicas}</th>
          </tr>
        </thead>
        <tbody>{view.brokers.map(row)}</tbody>
      </table>
    </section>
  );
}
