import { useEffect, useState } from 'preact/hooks';

import type { CheckResult, Fault } from '../../../shared/api';
import { grouped } from '../../format/number';
import { zone } from '../../format/zone';
import { call, faultOf, isAbort } from '../../net/http';
import { FaultBox, Skeleton } from '../../parts/states';
import { FaultLine } from '../../kql/fault-line';
import { fill, t } from '../../texts';

const RANGES = 12;

/** What a query would read, and what its author may have meant; asked again while one types. */
export function Explain({ kql, onFix }: { kql: string; onFix: (text: string) => void }) {
  const [result, setResult] = useState<CheckResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call<CheckResult>('POST', '/kql/check', { kql, timezone: zone.value }, controller.signal).then(
        (answer) => {
          setResult(answer);
          setFault(null);
        },
        (error: unknown) => {
          if (!isAbort(error)) setFault(faultOf(error));
        },
      );
    }, 400);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [kql]);
  if (fault !== null && fault.code !== 'KQL') return <FaultBox fault={fault} />;
  if (fault !== null) return null;
  if (result === null) return <Skeleton rows={4} />;
  const { plan, warnings } = result;
  return (
    <section class="explain" aria-label={t.query.explain}>
      {warnings.map((warning) => (
        <FaultLine fault={warning} text={kql} onFix={onFix} warning />
      ))}
      {plan !== null && (
        <dl>
          <dt>{t.query.reads}</dt>
          <dd>
            {fill(t.query.readsOf, { n: grouped(plan.records), partitions: plan.ranges.length })}
            {plan.narrowed.map((note) => (
              <div class="muted">{note}</div>
            ))}
          </dd>
          <dt>{t.query.ranges}</dt>
          <dd class="mono ranges">
            {plan.ranges.slice(0, RANGES).map(({ p, from, to }) => (
              <span>{from === to ? fill(t.query.noRange, { p }) : `${p}: ${from}–${to}`}</span>
            ))}
            {plan.ranges.length > RANGES && (
              <span class="muted">{fill(t.query.moreRanges, { n: plan.ranges.length - RANGES })}</span>
            )}
          </dd>
          <dt>{t.query.order}</dt>
          <dd>{plan.order}</dd>
          <dt>{t.query.decoders}</dt>
          <dd>{fill(t.query.decodersOf, { key: plan.key, value: plan.value })}</dd>
          <dt>{t.query.filter}</dt>
          <dd>
            <pre>{plan.filter}</pre>
          </dd>
        </dl>
      )}
    </section>
  );
}
