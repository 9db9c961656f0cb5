import { useState } from 'preact/hooks';

import type { TopicView } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { usePageActions } from '../../state/page-actions';
import { TopicConfigs } from '../configs/configs';
import { Produce } from '../produce/produce';
import { Consumers } from './consumers';
import { Partitions } from './partitions';
import { DeleteTopic } from './topic-dialogs';
import { duration } from '../../format/time';
import { bytes, rate, short } from '../../format/number';
import { kqlName } from '../../format/quoting';
import { segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { can } from '../../net/session';
import { Menu } from '../../parts/menu';
import { FaultBox } from '../../parts/states';
import { Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';
import { Messages } from '../messages/messages';

const tabs = { partitions: Partitions, configs: TopicConfigs, consumers: Consumers };
type Tab = 'messages' | keyof typeof tabs;

const tabNames: readonly Tab[] = ['messages', 'partitions', 'configs', 'consumers'];

/** What is said of a topic beside its name. */
function facts(view: TopicView): string {
  const config = (name: string): string | null => view.configs.find((row) => row.name === name)?.value ?? null;
  const retention = config('retention.ms');
  const size = config('retention.bytes');
  return [
    fill(t.topic.partitions, { n: view.partitions }),
    view.records === null
      ? ''
      : fill(t.topic.records, { n: `${view.records.approx === undefined ? '' : '≈ '}${short(view.records.value)}` }),
    view.perSec === null ? '' : fill(t.topic.rate, { n: rate(view.perSec) }),
    view.cleanup ?? '',
    retention === null ? '' : retention === '-1' ? t.topic.forEver : duration(Number(retention)),
    size === null || size === '-1' ? '' : bytes(Number(size)),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function Topic(params: Record<string, string>) {
  const topic = params['topic']!;
  const tab: Tab = tabNames.find((name) => name === params['tab']) ?? (can('messages') ? 'messages' : 'partitions');
  const view = useResource<TopicView>(`/topics/${segment(topic)}`, 10_000);
  const [deleting, setDeleting] = useState(false);
  const produce = place.value.query.get('produce');
  const openProduce = (): void => setQuery({ produce: 1, open: null });
  const mayProduce = can('produce');
  useKeys({
    p: mayProduce ? openProduce : undefined,
    Escape: produce === null ? undefined : () => setQuery({ produce: null }),
  });
  usePageActions(
    [
      ...tabNames.map((name) => ({
        text: `${topic}: ${t.topic.tabs[name]}`,
        run: () => go(pathOf('topics', topic, name)),
      })),
      ...(mayProduce ? [{ text: t.produce.title, run: openProduce }] : []),
    ],
    topic + place.value.path,
  );
  const gone = view.fault?.code === 'NOT_FOUND';
  const items = [
    ...(can('messages')
      ? [
          {
            text: t.topic.query,
            onSelect: () => go(`/query?kql=${segment(`select * from ${kqlName(topic)} limit 50`)}`),
          },
        ]
      : []),
    ...(can('delete') ? [{ text: t.topic.delete, danger: true, onSelect: () => setDeleting(true) }] : []),
  ];
  const Other = tab === 'messages' ? null : tabs[tab];
  return (
    <div class="page fill">
      <div class="page-head">
        <h1 class={gone ? 'gone' : ''}>
          <Text text={topic} />
        </h1>
        {view.data !== null && <span class="facts">{facts(view.data)}</span>}
        {view.data !== null && view.data.offline > 0 && (
          <span class="state error">{fill(t.topic.offline, { n: view.data.offline })}</span>
        )}
        {view.data !== null && view.data.underReplicated > 0 && (
          <span class="state warn">{fill(t.topic.underReplicated, { n: view.data.underReplicated })}</span>
        )}
        <span class="grow" />
        <nav class="tabs" aria-label={t.topic.parts}>
          {tabNames
            .filter((name) => name !== 'messages' || can('messages'))
            .map((name) => (
              <a href={url(pathOf('topics', topic, name))} aria-current={name === tab ? 'page' : undefined}>
                {t.topic.tabs[name]}
              </a>
            ))}
        </nav>
        {mayProduce && (
          <button type="button" class="produce-button" title={t.produce.key} onClick={openProduce}>
            {t.produce.title}
          </button>
        )}
        {items.length > 0 && <Menu label={t.topic.more} button="⋯" class="icon" items={items} end />}
      </div>
      {view.fault !== null && <FaultBox fault={view.fault} onRetry={view.refresh} />}
      {!gone && Other === null && <Messages topic={topic} view={view.data} params={params} />}
      {!gone && Other !== null && <Other topic={topic} view={view.data} refresh={view.refresh} />}
      {produce !== null && mayProduce && <Produce key={produce} topic={topic} view={view.data} />}
      {deleting && <DeleteTopic topic={topic} onClose={() => setDeleting(false)} />}
    </div>
  );
}
