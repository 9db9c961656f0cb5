import { useState } from 'preact/hooks';

import type { PartitionRow } from '../../../shared/api';
import type { PurgeResult } from '../../../shared/admin-api';
import { grouped, minus, sum } from '../../format/number';
import { call, segment } from '../../net/http';
import { Confirm } from '../../parts/forms/dialog';
import { Choice, Field } from '../../parts/forms/fields';
import { notify } from '../../parts/notices';
import { go } from '../../route/router';
import { fill, t } from '../../texts';
import { parsePartitions } from '../messages/filter/partitions';
import { Input } from '../../parts/forms/input';

export function DeleteTopic({ topic, onClose }: { topic: string; onClose: () => void }) {
  return (
    <Confirm
      title={fill(t.topic.deleteTitle, { topic })}
      typed={topic}
      action={t.topic.delete}
      danger
      onClose={onClose}
      onAction={async () => {
        await call('DELETE', `/topics/${segment(topic)}`, { confirm: topic });
        notify(fill(t.topic.deleted, { topic }));
        go('/topics');
      }}
    >
      <p>{t.topic.deleteWhat}</p>
    </Confirm>
  );
}

export function AddPartitions(props: { topic: string; count: number; onClose: () => void; onDone: () => void }) {
  const { topic, count, onClose, onDone } = props;
  const [text, setText] = useState(String(count + 1));
  const total = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return (
    <Confirm
      title={t.partitions.add}
      typed={topic}
      action={fill(t.partitions.addAction, { n: Math.max(0, total - count) })}
      ready={total > count}
      onClose={onClose}
      onAction={async () => {
        await call('POST', `/topics/${segment(topic)}/partitions`, { totalCount: total, confirm: topic });
        onDone();
      }}
    >
      <p>{t.partitions.addWarning}</p>
      <Field
        label={fill(t.partitions.total, { n: count })}
        fault={total > count ? null : fill(t.partitions.more, { n: count })}
      >
        <Input inputMode="numeric" value={text} onText={setText} />
      </Field>
    </Confirm>
  );
}

interface PurgeProps {
  topic: string;
  rows: PartitionRow[];
  onClose: () => void;
  onDone: () => void;
}

/** Removes messages up to an offset or all of them, after it has said how many. */
export function Purge({ topic, rows, onClose, onDone }: PurgeProps) {
  const [which, setWhich] = useState('');
  const [to, setTo] = useState<'end' | 'offset'>('end');
  const [offset, setOffset] = useState('');
  const parsed = parsePartitions(which);
  const chosen = parsed === null ? [] : rows.filter((row) => parsed.length === 0 || parsed.includes(row.partition));
  const given = /^\d{1,19}$/.test(offset) ? offset : null;
  const count = sum(chosen.map((row) => goes(row, to === 'end' ? null : (given ?? '0'))));
  const ready = chosen.length > 0 && (to === 'end' || given !== null);
  const run = async (): Promise<void> => {
    const before = chosen.map(({ partition }) => ({ partition, offset: to === 'end' ? 'end' : given! }));
    const results = await call<PurgeResult[]>('POST', `/topics/${segment(topic)}/purge`, { before, confirm: topic });
    const failed = results.filter((result) => result.fault !== undefined);
    onDone();
    const first = failed[0]?.fault;
    notify(
      first === undefined
        ? fill(t.partitions.purged, { n: results.length })
        : fill(t.partitions.notPurged, { n: failed.length, why: first.message }),
    );
  };
  return (
    <Confirm
      title={t.partitions.purge}
      typed={topic}
      action={fill(t.partitions.purgeAction, { n: grouped(count) })}
      danger
      ready={ready}
      onClose={onClose}
      onAction={run}
    >
      <Field
        label={t.partitions.which}
        fault={parsed === null ? t.partitions.noPartitions : null}
        hint={t.partitions.whichHint}
      >
        <Input value={which} onText={setWhich} />
      </Field>
      <div class="field">
        <span>{t.partitions.upTo}</span>
        <Choice
          label={t.partitions.upTo}
          value={to}
          options={[
            ['end', t.partitions.toEnd],
            ['offset', t.partitions.toOffset],
          ]}
          onValue={setTo}
        />
      </div>
      {to === 'offset' && (
        <Field label={t.partitions.before} fault={offset !== '' && given === null ? t.partitions.noOffset : null}>
          <Input
            inputMode="numeric"

            value={offset}
            onText={setOffset}
          />
        </Field>
      )}
      <p class="warn">{fill(t.partitions.goes, { n: grouped(count), partitions: chosen.length })}</p>
    </Confirm>
  );
}

/** Offsets that a purge removes from a partition. `before` null: all. */
function goes({ earliest, latest }: PartitionRow, before: string | null): string {
  if (earliest === null || latest === null) return '0';
  const end = before === null || BigInt(before) > BigInt(latest) ? latest : before;
  return BigInt(end) > BigInt(earliest) ? minus(end, earliest) : '0';
}
