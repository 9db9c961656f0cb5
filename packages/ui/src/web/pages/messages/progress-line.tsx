import type { Progress } from '../../../shared/api';
import { bytes, grouped, minus, short, sum } from '../../format/number';
import { duration, formatTime } from '../../format/time';
import { zone } from '../../format/zone';
import { fill, t } from '../../texts';
import { change } from './filter/mode-fields';
import type { Done, Meta } from './scan';

interface Props {
  running: boolean;
  progress: Progress | null;
  done: Done | null;
  meta: Meta | null;
  queued: number | null;
  shown: number;
  what: string;
  onStop: () => void;
  onGoOn: (() => void) | null;
  onOlder: (() => void) | null;
  onNewer: (() => void) | null;
  /** Something is missing before it can be read. */
  idle: boolean;
}

const seconds = (ms: number): string => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms));

function faultsText({ faults }: Progress): string | null {
  const parts = [
    faults.decode > 0 ? fill(t.progress.decode, { n: grouped(faults.decode) }) : '',
    faults.filter > 0 ? fill(t.progress.filter, { n: grouped(faults.filter) }) : '',
    faults.longText > 0 ? fill(t.progress.longText, { n: grouped(faults.longText) }) : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** What the list covers, how much was read, and why it stopped. */
export function progressText({
  running,
  progress,
  done,
  meta,
  shown,
  what,
  queued,
}: Omit<Props, 'onStop' | 'onGoOn' | 'onOlder' | 'onNewer' | 'idle'>): string {
  if (queued !== null && queued > 0) return fill(t.progress.queued, { place: queued });
  const of = meta === null || what === t.messages.whats.around ? '' : fill(t.progress.of, { n: short(meta.span) });
  const head = fill(t.progress.shown, { n: grouped(shown), what, of });
  if (progress === null) return running ? t.progress.starting : head;
  const read = fill(t.progress.read, {
    records: grouped(progress.scanned),
    bytes: bytes(progress.bytes),
    time: seconds(progress.ms),
  });
  const at =
    running && progress.at !== null ? fill(t.progress.at, { time: formatTime(progress.at, zone.value, 'min') }) : '';
  const reason = done !== null && !running ? t.progress.reasons[done.reason] : '';
  const gaps = done !== null && done.gaps !== '0' ? fill(t.progress.gaps, { n: grouped(done.gaps) }) : '';
  return [head, read, at, reason, gaps].filter(Boolean).join(' · ');
}

/** Records that readers of committed ones do not see yet. */
function openRecords(meta: Meta | null): string {
  if (meta === null || meta.isolation === 'uncommitted') return '0';
  return sum(meta.partitions.map(({ latest, lastStable }) => minus(latest, lastStable)));
}

export function ProgressLine(props: Props) {
  const { running, progress, done, meta, onStop, onGoOn, onOlder, onNewer } = props;
  const faults = progress === null ? null : faultsText(progress);
  const text = props.idle ? '' : progressText(props);
  const open = openRecords(meta);
  const notes = running ? [] : (done?.notes ?? []);
  return (
    <div class="progress-line">
      <span class="num ellipsis" title={text}>
        {text}
      </span>
      {running && progress !== null && <progress max={1} value={progress.done} aria-label={t.progress.label} />}
      {faults !== null && <span class="state warn ellipsis">{faults}</span>}
      {open !== '0' && (
        <button type="button" class="state warn" onClick={() => change({ iso: 'uncommitted' })}>
          {fill(t.progress.open, { n: grouped(open) })}
        </button>
      )}
      {meta !== null && meta.skipped.length > 0 && (
        <span
          class="state warn ellipsis"
          title={meta.skipped.map(({ p, fault }) => `${p}: ${fault.message}`).join('\n')}
        >
          {fill(t.progress.skipped, {
            list: meta.skipped
              .slice(0, 8)
              .map(({ p }) => p)
              .join(', '),
          })}
        </span>
      )}
      {notes.map((note) => (
        <span class="state muted ellipsis" title={note}>
          {note}
        </span>
      ))}
      <span class="grow" />
      {running && (
        <button type="button" onClick={onStop}>
          {t.action.stop}
        </button>
      )}
      {onGoOn !== null && (
        <button type="button" class="primary" onClick={onGoOn}>
          {t.action.goOn}
        </button>
      )}
      <span class="pager">
        <button type="button" disabled={onNewer === null} title={t.progress.newerTitle} onClick={() => onNewer?.()}>
          ‹ {t.progress.newer}
        </button>
        <button type="button" disabled={onOlder === null} title={t.progress.olderTitle} onClick={() => onOlder?.()}>
          {t.progress.older} ›
        </button>
      </span>
    </div>
  );
}
