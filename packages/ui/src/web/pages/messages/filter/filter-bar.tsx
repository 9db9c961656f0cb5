import type { Fault, TopicView } from '../../../../shared/api';
import { narrow } from '../../../state/screen';
import { queryCommand } from '../../../format/command';
import { lacks } from '../../../net/session';
import type { Fields } from '../../../kql/complete';
import { copy } from '../../../parts/copy';
import { Dialog } from '../../../parts/forms/dialog';
import { Select } from '../../../parts/forms/fields';
import { Menu } from '../../../parts/menu';
import { decoderOptions, type Choice } from '../../../record/decoders';
import { setQuery } from '../../../route/router';
import { fill, t } from '../../../texts';
import { useState } from 'preact/hooks';
import { FilterField } from './filter-field';
import { kqlOf } from './as-kql';
import { change, ModeFields } from './mode-fields';
import { PartitionPicker } from './partition-picker';
import { keepDecoders, type State } from './state';

interface Props {
  state: State;
  topic: TopicView | null;
  fields: Fields;
  fault: Fault | null;
  onExport: (format: 'jsonl' | 'csv') => void;
}

/** Everything that decides what is listed. On a phone it is a sheet behind one button. */
export function FilterBar(props: Props) {
  const [open, setOpen] = useState(false);
  const { state, topic } = props;
  const noTimes = lacks('describeCluster');
  if (!narrow.value)
    return (
      <div class="bar">
        <ModeFields state={state} noTimes={noTimes} />
        <PartitionPicker chosen={state.partitions} count={topic?.partitions ?? null} />
        <FilterField state={state} fields={props.fields} fault={props.fault} />
        <Decoders state={state} />
        <TailButton state={state} />
        <More {...props} />
      </div>
    );
  const set = state.text || state.where;
  return (
    <div class="bar">
      <ModeFields state={state} noTimes={noTimes} />
      <button type="button" class={set ? 'grow set ellipsis' : 'grow'} onClick={() => setOpen(true)}>
        {set || t.messages.filter}
      </button>
      <More {...props} />
      {open && (
        <Dialog title={t.messages.filter} onClose={() => setOpen(false)}>
          <div class="sheet">
            <FilterField state={state} fields={props.fields} fault={props.fault} />
            <PartitionPicker chosen={state.partitions} count={topic?.partitions ?? null} />
            <Decoders state={state} />
            <button type="button" class="primary" onClick={() => setOpen(false)}>
              {t.action.show}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Decoders({ state }: { state: State }) {
  const choose = (key: Choice, value: Choice): void => {
    keepDecoders(state.topic, key, value);
    const text = (choice: Choice): string | null => (choice === 'auto' ? null : choice);
    setQuery({ k: text(key), v: text(value) });
  };
  return (
    <>
      <Select
        class={state.key === 'auto' ? 'decoder' : 'decoder set'}
        label={t.messages.keyAs}
        value={state.key}
        options={named(t.messages.key)}
        onValue={(key) => choose(key, state.value)}
      />
      <Select
        class={state.value === 'auto' ? 'decoder' : 'decoder set'}
        label={t.messages.valueAs}
        value={state.value}
        options={named(t.messages.value)}
        onValue={(value) => choose(state.key, value)}
      />
    </>
  );
}

const named = (name: string): (readonly [Choice, string])[] =>
  decoderOptions('').map(([choice]) => [choice, `${name} ${choice}`] as const);

export const toggleTail = (state: State): void =>
  change({ mode: state.mode === 'tail' ? null : 'tail', offset: null, time: null });

export function TailButton({ state }: { state: State }) {
  const on = state.mode === 'tail';
  return (
    <button type="button" class="tail" aria-pressed={on} title={t.messages.tailTitle} onClick={() => toggleTail(state)}>
      {on ? t.messages.tailStop : t.messages.tail}
    </button>
  );
}

const limits = [50, 100, 200, 500];

function More({ state, onExport }: Props) {
  const uncommitted = state.isolation === 'uncommitted';
  return (
    <Menu
      label={t.messages.more}
      button="⋯"
      class={uncommitted || state.strictTime ? 'icon set' : 'icon'}
      end
      items={[
        { text: t.messages.exportJsonl, onSelect: () => onExport('jsonl') },
        { text: t.messages.exportCsv, onSelect: () => onExport('csv') },
        { text: t.messages.copyCommand, hint: 'y', onSelect: () => void copyCommand(state) },
        {
          text: t.messages.uncommitted,
          checked: uncommitted,
          onSelect: () => change({ iso: uncommitted ? null : 'uncommitted' }),
        },
        ...(state.mode === 'from-time'
          ? [
              {
                text: t.messages.strictTime,
                checked: state.strictTime,
                onSelect: () => change({ strict: state.strictTime ? null : 1 }),
              },
            ]
          : []),
        ...limits.map((limit) => ({
          text: fill(t.messages.limit, { n: limit }),
          checked: state.limit === limit,
          onSelect: () => change({ limit: limit === 50 ? null : limit }),
        })),
      ]}
    />
  );
}

export const copyCommand = (state: State): Promise<void> => copy(queryCommand(kqlOf(state)), t.copy.command);
