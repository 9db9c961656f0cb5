import type { PlanTarget } from '../../../shared/admin-api';
import type { GroupOffset } from '../../../shared/api';
import { formatTime } from '../../format/time';
import { parseTime } from '../../format/time-input';
import { zone } from '../../format/zone';
import { Field } from '../../parts/forms/fields';
import { fill, t } from '../../texts';
import { Input } from '../../parts/forms/input';

export const kinds = ['earliest', 'latest', 'time', 'offset', 'shift', 'each'] as const;
type Kind = (typeof kinds)[number];

/** What was chosen and typed. */
export interface Target {
  kind: Kind;
  time: string;
  offset: string;
  shift: string;
  each: Readonly<Record<string, string>>;
}

export const initialTarget: Target = { kind: 'earliest', time: '', offset: '', shift: '', each: {} };

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}-${partition}`;

/** What is asked of the server, or null while something is missing or wrong. */
export function targetOf(target: Target, offsets: readonly GroupOffset[]): PlanTarget | null {
  const { kind, time, offset, shift, each } = target;
  switch (kind) {
    case 'earliest':
    case 'latest':
      return kind;
    case 'time': {
      const ms = parseTime(time, zone.value);
      return ms === null ? null : { time: ms };
    }
    case 'offset':
      return /^\d{1,19}$/.test(offset) ? { offset } : null;
    case 'shift':
      return /^[+-]?\d{1,19}$/.test(shift) && Number(shift) !== 0 ? { shift: shift.replace('+', '') } : null;
    case 'each': {
      const given = offsets.filter((row) => (each[nameOf(row)] ?? '') !== '');
      if (given.length === 0 || given.some((row) => !/^\d{1,19}$/.test(each[nameOf(row)]!))) return null;
      return {
        offsets: given.map(({ topic, partition }) => ({
          topic,
          partition,
          offset: each[nameOf({ topic, partition })]!,
        })),
      };
    }
  }
}

interface Props {
  target: Target;
  onTarget: (target: Target) => void;
}

export function TargetFields({ target, onTarget }: Props) {
  const { kind } = target;
  const put = (change: Partial<Target>): void => onTarget({ ...target, ...change });
  const ms = parseTime(target.time, zone.value);
  return (
    <>
      <div class="radios" role="radiogroup" aria-label={t.reset.to}>
        {kinds.map((one) => (
          <label>
            <input type="radio" name="target" checked={one === kind} onChange={() => put({ kind: one })} />
            {t.reset.targets[one]}
          </label>
        ))}
      </div>
      {kind === 'time' && (
        <Field
          label={fill(t.messages.timeField, { zone: zone.value })}
          fault={target.time !== '' && ms === null ? t.messages.noTime : null}
          {...(ms === null ? {} : { hint: `= ${formatTime(ms, zone.value)}` })}
        >
          <Input placeholder={t.messages.timeHint} value={target.time} onText={(text) => put({ time: text })} />
        </Field>
      )}
      {kind === 'offset' && (
        <Field label={t.messages.offset} fault={/^\d{0,19}$/.test(target.offset) ? null : t.partitions.noOffset}>
          <Input inputMode="numeric" value={target.offset} onText={(text) => put({ offset: text })} />
        </Field>
      )}
      {kind === 'shift' && (
        <Field
          label={t.reset.shift}
          hint={t.reset.shiftHint}
          fault={target.shift === '' || /^[+-]?\d{0,19}$/.test(target.shift) ? null : t.reset.noShift}
        >
          <Input value={target.shift} onText={(text) => put({ shift: text })} />
        </Field>
      )}
    </>
  );
}

const SHOWN = 200;

/** A field for each partition; those left empty stay where they are. */
export function EachOffset({ target, offsets, onTarget }: Props & { offsets: readonly GroupOffset[] }) {
  return (
    <div class="each">
      {offsets.slice(0, SHOWN).map((row) => {
        const name = nameOf(row);
        return (
          <label>
            <span class="ellipsis">{name}</span>
            <Input
              inputMode="numeric"
              aria-label={name}
              placeholder={row.committed ?? '–'}
              aria-invalid={!/^\d{0,19}$/.test(target.each[name] ?? '')}
              value={target.each[name] ?? ''}
              onText={(text) => onTarget({ ...target, each: { ...target.each, [name]: text } })}
            />
          </label>
        );
      })}
      {offsets.length > SHOWN && <p class="muted">{fill(t.reset.tooMany, { n: SHOWN })}</p>}
    </div>
  );
}
