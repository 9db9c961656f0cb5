import { useState } from 'preact/hooks';

import { Popup } from '../../../parts/menu';
import { fill, t } from '../../../texts';
import { change } from './mode-fields';
import { formatPartitions, parsePartitions } from './partitions';
import { Input } from '../../../parts/forms/input';

/** So many have a button each; more are typed. */
const BUTTONS = 64;

/** Which partitions are listed: by buttons, or typed as `0,3,5-8`. */
export function PartitionPicker({ chosen, count }: { chosen: number[] | null; count: number | null }) {
  const some = chosen !== null && chosen.length > 0 ? chosen : [];
  const text = some.length === 0 ? t.messages.allPartitions : `${t.messages.partition} ${formatPartitions(some)}`;
  return (
    <Popup
      label={`${t.messages.partitions}: ${text}`}
      button={
        <>
          <span class="ellipsis">{text}</span> <span aria-hidden="true">▾</span>
        </>
      }
      class={some.length > 0 ? 'set' : ''}
    >
      {(close) => <Panel some={some} count={count} close={close} />}
    </Popup>
  );
}

function Panel({ some, count, close }: { some: number[]; count: number | null; close: () => void }) {
  const [text, setText] = useState(formatPartitions(some));
  const parsed = parsePartitions(text);
  const most = count ?? Infinity;
  const wrong = parsed === null || parsed.some((partition) => partition >= most);
  const chosen = new Set(parsed ?? []);
  const toggle = (partition: number): void => {
    const next = new Set(chosen);
    if (!next.delete(partition)) next.add(partition);
    setText(formatPartitions([...next].sort((a, b) => a - b)));
  };
  return (
    <form
      class="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong) return;
        const all = parsed.length === 0 || parsed.length === count;
        change({ p: all ? null : formatPartitions(parsed) });
        close();
      }}
    >
      <Input
        aria-label={t.messages.partitionsField}
        placeholder={t.messages.partitionsField}
        aria-invalid={wrong}
        autofocus
        value={text}
        onText={setText}
      />
      {wrong && count !== null && <small class="error">{fill(t.messages.noPartition, { last: count - 1 })}</small>}
      {count !== null && count <= BUTTONS && (
        <div class="tiles">
          {Array.from({ length: count }, (_, partition) => (
            <button type="button" class="mono" aria-pressed={chosen.has(partition)} onClick={() => toggle(partition)}>
              {partition}
            </button>
          ))}
        </div>
      )}
      <div class="buttons">
        <button type="button" onClick={() => setText('')}>
          {t.messages.allPartitions}
        </button>
        <button type="submit" class="primary" disabled={wrong}>
          {t.action.apply}
        </button>
      </div>
    </form>
  );
}
