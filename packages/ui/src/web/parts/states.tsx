import type { ComponentChildren } from 'preact';

import type { Fault } from '../../shared/api';
import { visible } from '../format/marks';
import { fill, t } from '../texts';

/** What went wrong, what to do, and a button for it. The rest of the page lives on. */
export function FaultBox({ fault, onRetry }: { fault: Fault; onRetry?: (() => void) | undefined }) {
  if (fault.code === 'UNSUPPORTED') return <p class="line muted">{visible(fault.message)}</p>;
  const title = fault.code === 'NOT_AUTHORIZED' ? t.fault.notAuthorized : null;
  return (
    <div class={`fault ${fault.code === 'NOT_AUTHORIZED' ? 'warn' : 'error'}`} role="alert">
      <div class="grow">
        {title !== null && <strong>{title}</strong>}
        <p>{visible(fault.message)}</p>
        {fault.hint !== undefined && <p class="muted">{visible(fault.hint)}</p>}
        {fault.parts?.slice(0, 20).map((part) => (
          <p class="muted">
            {visible(part.what)}: {visible(part.fault.message)}
          </p>
        ))}
        {(fault.parts?.length ?? 0) > 20 && <p class="muted">{fill(t.fault.more, { n: fault.parts!.length - 20 })}</p>}
      </div>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {t.action.retry}
        </button>
      )}
    </div>
  );
}

/** Nothing is here: why, and what can be done. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="title">{title}</p>
      {children}
    </div>
  );
}

/** Holds the place of what is not there yet; seen only after 300 ms, by its style. */
export function Skeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, at) => (
        <div class={`bone w${at % 4}`} />
      ))}
    </div>
  );
}

/** What is shown while, after, and instead of the data of a resource. */
export function Loaded<T>(props: {
  of: { data: T | null; fault: Fault | null; stale: boolean; refresh(): void };
  rows?: number;
  children: (data: T) => ComponentChildren;
}) {
  const { data, fault, stale, refresh } = props.of;
  return (
    <>
      {fault !== null && <FaultBox fault={fault} onRetry={refresh} />}
      {data !== null && <div class={stale ? 'loaded stale' : 'loaded'}>{props.children(data)}</div>}
      {data === null && fault === null && <Skeleton rows={props.rows ?? 8} />}
    </>
  );
}
