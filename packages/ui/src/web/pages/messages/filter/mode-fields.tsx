import { formatTime } from '../../../format/time';
import { parseTime } from '../../../format/time-input';
import { zone } from '../../../format/zone';
import { Select } from '../../../parts/forms/fields';
import { useFollowing } from '../../../parts/forms/following';
import { setQuery } from '../../../route/router';
import { fill, t } from '../../../texts';
import { parseOffsets } from './partitions';
import type { Mode, State } from './state';
import { Input } from '../../../parts/forms/input';

const options = (Object.entries(t.messages.modes) as [Mode, string][]).filter(([mode]) => mode !== 'around');

/** A change of what is listed: it begins anew. */
export const change = (patch: Record<string, string | number | null>): void =>
  setQuery({ c: null, dir: null, open: null, ...patch });

/** Where the list begins, with the field that the mode needs. */
export function ModeFields({ state, noTimes }: { state: State; noTimes: boolean }) {
  const [mode, setMode] = useFollowing(state.mode);
  const choose = (next: Mode): void => {
    setMode(next);
    // A mode with a field waits for it.
    if (!/-(offset|time)$/.test(next)) change({ mode: next === 'newest' ? null : next, offset: null, time: null });
  };
  const shown = mode === 'around' ? ([['around', t.messages.modes.around], ...options] as [Mode, string][]) : options;
  const able = shown.filter(([one]) => !noTimes || !one.endsWith('-time'));
  return (
    <>
      <Select label={t.messages.mode} value={mode} options={able} onValue={choose} />
      {mode.endsWith('-offset') && <OffsetField mode={mode} state={state} />}
      {mode.endsWith('-time') && <TimeField mode={mode} state={state} />}
    </>
  );
}

const offsetText = (offset: State['offset']): string =>
  offset === null
    ? ''
    : typeof offset === 'string'
      ? offset
      : Object.entries(offset)
          .map(([partition, value]) => `${partition}:${value}`)
          .join(',');

interface TypedProps {
  value: string;
  label: string;
  hint: string;
  class: string;
  /** What was typed means, or null where it means nothing. */
  read: (text: string) => string | number | null;
  /** Said below while one types. */
  echo?: (text: string) => string;
  wrong?: string;
  onTake: (value: string | number) => void;
}

/** A field whose Enter begins the list anew. */
function Typed({ value, label, hint, read, echo, wrong, onTake, ...rest }: TypedProps) {
  const [text, setText] = useFollowing(value);
  const meaning = read(text);
  const isWrong = text.trim() !== '' && meaning === null;
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        if (meaning !== null) onTake(meaning);
      }}
    >
      <Input
        class={rest.class}
        aria-label={label}
        title={label}
        placeholder={hint}
        aria-invalid={isWrong}
        autofocus={value === ''}
        value={text}
        onText={setText}
      />
      {isWrong && wrong !== undefined && <span class="error echo">{wrong}</span>}
      {meaning !== null && text !== value && echo !== undefined && <span class="muted echo">{echo(text)}</span>}
    </form>
  );
}

function OffsetField({ mode, state }: { mode: Mode; state: State }) {
  return (
    <Typed
      class="offset"
      value={offsetText(state.offset)}
      label={t.messages.offsetField}
      hint={t.messages.offsetField}
      read={(text) => (parseOffsets(text) === null ? null : text.replaceAll(' ', ''))}
      onTake={(offset) => change({ mode, offset, time: null })}
    />
  );
}

function TimeField({ mode, state }: { mode: Mode; state: State }) {
  const read = (text: string): number | null => parseTime(text, zone.value);
  return (
    <Typed
      class="time"
      value={state.time === null ? '' : formatTime(state.time, zone.value)}
      label={fill(t.messages.timeField, { zone: zone.value })}
      hint={t.messages.timeHint}
      read={read}
      echo={(text) => `= ${formatTime(read(text)!, zone.value, 's')}`}
      wrong={t.messages.noTime}
      onTake={(time) => change({ mode, time, offset: null })}
    />
  );
}
