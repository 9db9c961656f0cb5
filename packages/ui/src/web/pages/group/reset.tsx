import { useState } from 'preact/hooks';

import type { OffsetsPlan, PartitionResult, PlanRow } from '../../../shared/admin-api';
import type { Fault, GroupView } from '../../../shared/api';
import { grouped, sum } from '../../format/number';
import { call, faultOf, segment } from '../../net/http';
import { useResource } from '../../net/resource';
import { can } from '../../net/session';
import { TypedName } from '../../parts/forms/dialog';
import { figures, numbers } from '../../parts/grid/columns';
import type { Column } from '../../parts/grid/column';
import { Grid } from '../../parts/grid/grid';
import { notify } from '../../parts/notices';
import { Empty, FaultBox, Loaded } from '../../parts/states';
import { Num, Sign, Text } from '../../parts/values';
import { pathOf } from '../../route/match';
import { go, url } from '../../route/router';
import { fill, t } from '../../texts';
import { Members } from './group-dialogs';
import { EachOffset, initialTarget, TargetFields, targetOf, type Target } from './reset-target';
import { TopicChoice } from './topic-choice';

const columns: Column<PlanRow>[] = [
  { id: 'topic', head: t.group.topic, width: 'minmax(140px, 1fr)', cell: ({ topic }) => <Text text={topic} /> },
  figures('p', t.messages.partition, '50px', ({ partition }) => partition, { title: t.messages.partitionTitle }),
  numbers('now', t.reset.now, '140px', ({ previous }) => previous),
  numbers('new', t.reset.new, '140px', ({ next }) => next),
  {
    id: 'rewinds',
    head: t.reset.rewinds,
    title: t.reset.rewindsTitle,
    width: '130px',
    end: true,
    mono: true,
    cell: ({ rewinds }) =>
      rewinds.startsWith('-') ? (
        <span class="state warn">
          {t.reset.skips} <Num value={rewinds.slice(1)} />
        </span>
      ) : (
        <Num value={rewinds} />
      ),
  },
  {
    id: 'note',
    head: t.reset.note,
    width: 'minmax(140px, 1fr)',
    wide: true,
    cell: ({ clamped }) => clamped !== undefined && <Sign kind="warn">{t.reset.clamped[clamped]}</Sign>,
  },
];

/** Moves the committed offsets of a group: what for, where to, a preview, and then exactly that. */
export function Reset({ group: groupId }: Record<string, string>) {
  const group = groupId!;
  const found = useResource<GroupView>(`/groups/${segment(group)}`, 5000);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{t.reset.title}</h1>
        <a href={url(pathOf('groups', group))}>
          <Text text={group} />
        </a>
      </div>
      {can('groups') ? (
        <Loaded of={found}>{(view) => <Steps group={group} view={view} />}</Loaded>
      ) : (
        <Empty title={t.reset.denied} />
      )}
    </div>
  );
}

function Steps({ group, view }: { group: string; view: GroupView }) {
  const topics = [...new Set(view.offsets.map(({ topic }) => topic))].sort();
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [target, setTarget] = useState<Target>(initialTarget);
  const [plan, setPlan] = useState<OffsetsPlan | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const selected = chosen ?? new Set(topics);
  const offsets = view.offsets.filter(({ topic }) => selected.has(topic));
  const to = targetOf(target, offsets);
  const put = (next: Target): void => {
    setTarget(next);
    setPlan(null);
  };
  const preview = async (): Promise<void> => {
    if (to === null) return;
    setBusy(true);
    setFault(null);
    try {
      const each = typeof to === 'object' && 'offsets' in to;
      const which = each
        ? { partitions: to.offsets.map(({ topic, partition }) => ({ topic, partition })) }
        : { topics: [...selected] };
      setPlan(await call<OffsetsPlan>('POST', `/groups/${segment(group)}/offsets/plan`, { to, ...which }));
    } catch (error) {
      setFault(faultOf(error));
    }
    setBusy(false);
  };
  if (topics.length === 0) return <Empty title={t.group.noOffsets} />;
  return (
    <div class="steps">
      <section>
        <h2>{t.reset.topics}</h2>
        <TopicChoice
          topics={topics}
          chosen={selected}
          onChosen={(next) => {
            setChosen(next);
            setPlan(null);
          }}
        />
      </section>
      <section>
        <h2>{t.reset.to}</h2>
        <TargetFields target={target} onTarget={put} />
        {target.kind === 'each' && <EachOffset target={target} offsets={offsets} onTarget={put} />}
      </section>
      <section class="wide-step">
        <h2>{t.reset.preview}</h2>
        <div class="buttons start">
          <button
            type="button"
            class={plan === null ? 'primary' : ''}
            disabled={to === null || selected.size === 0 || busy}
            onClick={() => void preview()}
          >
            {t.reset.previewAction}
          </button>
          <span class="muted">{t.reset.nothingYet}</span>
        </div>
        {fault !== null && <FaultBox fault={fault} />}
        {plan !== null && <PlanView plan={plan} />}
      </section>
      {plan !== null && plan.rows.length > 0 && (
        <Apply group={group} plan={plan} members={view.memberList} onChanged={() => void preview()} />
      )}
    </div>
  );
}

function PlanView({ plan }: { plan: OffsetsPlan }) {
  const again = sum(plan.rows.map(({ rewinds }) => (rewinds.startsWith('-') ? '0' : rewinds)));
  const skipped = sum(plan.rows.map(({ rewinds }) => (rewinds.startsWith('-') ? rewinds.slice(1) : '0')));
  return (
    <>
      <p>
        {fill(t.reset.summary, { n: plan.rows.length, again: grouped(again) })}
        {skipped !== '0' && ` ${fill(t.reset.skipped, { n: grouped(skipped) })}`}
      </p>
      {plan.faults.slice(0, 10).map(({ topic, partition, fault }) => (
        <p class="state warn">
          {topic}-{partition}: {fault.message}
        </p>
      ))}
      {plan.rows.length > 0 && (
        <div class="boxed">
          <Grid
            label={t.reset.preview}
            columns={columns}
            count={plan.rows.length}
            at={(index) => plan.rows[index]}
            keyOf={({ topic, partition }) => `${partition}@${topic}`}
            short={plan.rows.length <= 12}
          />
        </div>
      )}
    </>
  );
}

interface ApplyProps {
  group: string;
  plan: OffsetsPlan;
  members: GroupView['memberList'];
  onChanged: () => void;
}

function Apply({ group, plan, members, onChanged }: ApplyProps) {
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const apply = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const body = { planId: plan.planId, confirm: typed };
      const results = await call<PartitionResult[]>('POST', `/groups/${segment(group)}/offsets`, body);
      const failed = results.filter((result) => result.fault !== undefined);
      if (failed.length > 0)
        throw new Error(fill(t.reset.failed, { n: failed.length, why: failed[0]!.fault!.message }));
      notify(fill(t.reset.done, { n: results.length }));
      go(pathOf('groups', group));
    } catch (error) {
      setFault(faultOf(error));
      setBusy(false);
    }
  };
  return (
    <section class="wide-step">
      <h2>{t.reset.apply}</h2>
      {members.length > 0 ? (
        <>
          <p class="state warn">{t.reset.hasMembers}</p>
          <Members members={members} />
        </>
      ) : (
        <form onSubmit={(event) => void apply(event)}>
          <TypedName name={group} text={typed} onText={setTyped} />
          {fault !== null && <FaultBox fault={fault} onRetry={fault.code === 'PLAN_CHANGED' ? onChanged : undefined} />}
          <button type="submit" class="danger" disabled={typed !== group || busy}>
            {fill(t.reset.action, { n: plan.rows.length })}
          </button>
        </form>
      )}
    </section>
  );
}
