import { useState } from 'preact/hooks';

import type { PartitionResult } from '../../../shared/admin-api';
import type { GroupMember, GroupOffset } from '../../../shared/api';
import { call, segment } from '../../net/http';
import { Confirm } from '../../parts/forms/dialog';
import { Check } from '../../parts/forms/fields';
import { notify } from '../../parts/notices';
import { Text } from '../../parts/values';
import { go } from '../../route/router';
import { fill, t } from '../../texts';

/** Who is in the group: nothing of it can be changed while they are. */
export function Members({ members }: { members: readonly Pick<GroupMember, 'id' | 'clientId' | 'host'>[] }) {
  return (
    <ul class="members">
      {members.slice(0, 10).map(({ id, clientId, host }) => (
        <li class="mono" title={id}>
          <Text text={clientId} /> @ {host.replace(/^\//, '')}
        </li>
      ))}
      {members.length > 10 && <li class="muted">{fill(t.group.moreMembers, { n: members.length - 10 })}</li>}
    </ul>
  );
}

export function DeleteGroup(props: { group: string; members: readonly GroupMember[]; onClose: () => void }) {
  const { group, members, onClose } = props;
  return (
    <Confirm
      title={fill(t.group.deleteTitle, { group })}
      typed={group}
      action={t.group.delete}
      danger
      ready={members.length === 0}
      onClose={onClose}
      onAction={async () => {
        await call('DELETE', `/groups/${segment(group)}`, { confirm: group });
        notify(fill(t.group.deleted, { group }));
        go('/groups');
      }}
    >
      {members.length === 0 ? (
        <p>{t.group.deleteWhat}</p>
      ) : (
        <>
          <p class="state warn">{t.group.hasMembers}</p>
          <Members members={members} />
        </>
      )}
    </Confirm>
  );
}

interface ForgetProps {
  group: string;
  offsets: readonly GroupOffset[];
  onClose: () => void;
  onDone: () => void;
}

/** Takes the committed offsets of whole topics away. */
export function DeleteOffsets({ group, offsets, onClose, onDone }: ForgetProps) {
  const topics = [...new Set(offsets.filter(({ committed }) => committed !== null).map(({ topic }) => topic))].sort();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const partitions = offsets
    .filter(({ topic, committed }) => committed !== null && chosen.has(topic))
    .map(({ topic, partition }) => ({ topic, partition }));
  return (
    <Confirm
      title={t.group.forget}
      typed={group}
      action={fill(t.group.forgetAction, { n: partitions.length })}
      danger
      ready={partitions.length > 0}
      onClose={onClose}
      onAction={async () => {
        const body = { partitions, confirm: group };
        const results = await call<PartitionResult[]>('DELETE', `/groups/${segment(group)}/offsets`, body);
        const failed = results.filter(({ fault }) => fault !== undefined);
        const why = failed[0]?.fault?.message ?? '';
        notify(failed.length === 0 ? t.group.forgotten : fill(t.group.notForgotten, { n: failed.length, why }));
        onDone();
      }}
    >
      <p>{t.group.forgetWhat}</p>
      <div class="checks">
        {topics.map((topic) => (
          <Check
            label={topic}
            checked={chosen.has(topic)}
            onChecked={(on) => {
              const next = new Set(chosen);
              if (on) next.add(topic);
              else next.delete(topic);
              setChosen(next);
            }}
          />
        ))}
      </div>
    </Confirm>
  );
}
