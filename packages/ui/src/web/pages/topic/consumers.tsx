import { useEffect, useState } from 'preact/hooks';

import type { TopicGroupsView } from '../../../shared/api';
import { grouped } from '../../format/number';
import { segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { Empty, Loaded } from '../../parts/states';
import { Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, url } from '../../route/router';
import { fill, t } from '../../texts';
import { StateSign } from '../groups/group-state';

type Item = TopicGroupsView['items'][number];

const columns: Column<Item>[] = [
  {
    id: 'group',
    head: t.groups.group,
    width: 'minmax(110px, 1fr)',
    cell: ({ groupId }) => (
      <a href={url(pathOf('groups', groupId))}>
        <Text text={groupId} />
      </a>
    ),
  },
  { id: 'state', head: t.groups.state, width: '130px', cell: ({ state }) => <StateSign state={state} /> },
  numbers('members', t.groups.members, '100px', ({ members }) => members, { wide: true }),
  numbers('lag', t.consumers.lag, '110px', ({ lag }) => lag),
];

/** Groups that have offsets of this topic. It fills while the groups are asked. */
export function Consumers({ topic }: { topic: string }) {
  const [every, setEvery] = useState(2000);
  const groups = useResource<TopicGroupsView>(`/topics/${segment(topic)}/groups`, every);
  const isComplete = groups.data !== null && groups.data.checked >= groups.data.of;
  useEffect(() => setEvery(isComplete ? 10_000 : 2000), [isComplete]);
  return (
    <Loaded of={groups}>
      {({ items, checked, of, partial }) => (
        <>
          <div class="bar">
            <span class="muted">
              {fill(t.consumers.count, { n: grouped(items.length) })}
              {checked < of && ` · ${fill(t.consumers.checked, { checked, of })}`}
              {partial !== undefined && ` · ${partial}`}
            </span>
          </div>
          {items.length > 0 ? (
            <Grid
              label={t.consumers.list}
              columns={columns}
              count={items.length}
              at={(index) => items[index]}
              keyOf={({ groupId }) => groupId}
              onOpen={({ groupId }) => go(pathOf('groups', groupId))}
            />
          ) : (
            <Empty title={checked < of ? t.consumers.looking : t.consumers.none} />
          )}
        </>
      )}
    </Loaded>
  );
}
