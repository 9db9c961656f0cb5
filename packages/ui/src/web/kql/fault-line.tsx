import type { Fault } from '../../shared/api';
import { fill, t } from '../texts';

interface Props {
  fault: Fault;
  text: string;
  onFix?: (text: string) => void;
  /** It can be run all the same. */
  warning?: boolean;
}

/** Somebody is still typing: the text ends too early, which is no mistake yet. */
export const isUnfinished = ({ at }: Fault, text: string): boolean =>
  at !== undefined && at[0] >= text.trimEnd().length;

/** What is wrong with a query, with the correction where there is one. */
export function FaultLine({ fault, text, onFix, warning }: Props) {
  const { fix } = fault;
  return (
    <p class="kql-fault" role="status">
      <span class={isUnfinished(fault, text) ? 'muted' : warning ? 'state warn' : 'state error'}>{fault.message}</span>
      {fault.hint !== undefined && <span class="muted"> {fault.hint}</span>}
      {fix !== undefined && onFix !== undefined && (
        <button type="button" onClick={() => onFix(text.slice(0, fix.at[0]) + fix.text + text.slice(fix.at[1]))}>
          {fill(t.query.fix, { text: fix.text })}
        </button>
      )}
    </p>
  );
}
