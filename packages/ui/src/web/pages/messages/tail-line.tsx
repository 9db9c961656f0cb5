import { bytes, grouped, rate } from '../../format/number';
import { pathOf } from '../../route/match';
import { url } from '../../route/router';
import { fill, t } from '../../texts';
import type { Tail } from './tail';

/** How fast it comes, what was not shown, and whether the list is held. */
export function TailLine({ tail, topic }: { tail: Tail; topic: string }) {
  const current = tail.rate.value;
  const { shown, skipped, jumped } = tail.totals.value;
  const state = tail.state.value;
  const jump = tail.jumps.value.at(-1);
  const text = [
    current === null
      ? t.tail.waiting
      : fill(t.tail.rate, { n: rate(current.perSec), bytes: bytes(current.bytesPerSec) }),
    fill(t.tail.shown, { n: grouped(String(shown)) }),
    skipped > 0n ? fill(t.tail.skipped, { n: grouped(String(skipped)) }) : '',
    jumped > 0n ? fill(t.tail.jumpedCount, { n: grouped(String(jumped)) }) : '',
    current !== null && current.behind !== '0' ? fill(t.tail.behind, { n: grouped(current.behind) }) : '',
  ];
  return (
    <div class="progress-line">
      <span class={state === 'running' ? 'state ok' : 'state warn'}>{t.tail.states[state]}</span>
      <span class="num ellipsis">{text.filter(Boolean).join(' · ')}</span>
      {jump !== undefined && (
        <a
          class="state warn"
          href={`${url(pathOf('topics', topic, 'messages'))}?mode=from-offset&p=${jump.p}&offset=${jump.from}`}
        >
          {fill(t.tail.jumped, { p: jump.p, from: jump.from, to: jump.to })}
        </a>
      )}
      <span class="grow" />
      <button
        type="button"
        aria-pressed={state === 'paused'}
        title={t.tail.pauseTitle}
        onClick={() => tail.togglePause()}
      >
        {state === 'paused' ? t.tail.resume : t.tail.pause}
      </button>
    </div>
  );
}
