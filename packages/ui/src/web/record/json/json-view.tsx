import { useMemo, useState } from 'preact/hooks';

import { grouped } from '../../format/number';
import { fill, t } from '../../texts';
import { conditionOf } from './json-path';
import { printJson, type Printed } from './json-print';
import { Lines } from '../lines';
import { Tokens } from './tokens';

/** A line shows so much of itself. */
const LINE = 2000;
/** What is not more than this wraps and is wholly in the page. */
const FEW = { lines: 300, characters: 20_000 };

export const linesAreFew = (count: number, characters: number): boolean =>
  count <= FEW.lines && characters <= FEW.characters;

/** The lines that are left when some are folded. */
function unfolded({ depths, closes }: Printed, folded: ReadonlySet<number>): Int32Array {
  const shown = new Int32Array(depths.length);
  let count = 0;
  for (let line = 0; line < depths.length; line += 1) {
    shown[count++] = line;
    if (folded.has(line)) line = closes[line]!;
  }
  return shown.subarray(0, count);
}

/** Seen where the pointer is: the other messages with this value. */
function FilterBy({ print, line, onFilter }: { print: Printed; line: number; onFilter: (condition: string) => void }) {
  const condition = conditionOf(print, line);
  if (condition === null) return null;
  return (
    <button type="button" class="more by" tabIndex={-1} title={condition} onClick={() => onFilter(condition)}>
      {t.record.filterBy}
    </button>
  );
}

/** JSON as it was written, one member a line; what opens can be folded. */
interface Props {
  source: string;
  printed?: Printed | undefined;
  /** Lists the messages that fulfil a condition. */
  onFilter?: ((condition: string) => void) | undefined;
}

export function JsonView({ source, printed, onFilter }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const print = useMemo(() => printed ?? printJson(source), [source, printed]);
  const shown = useMemo(() => unfolded(print, folded), [print, folded]);
  const toggle = (line: number): void => {
    const next = new Set(folded);
    if (!next.delete(line)) next.add(line);
    setFolded(next);
  };
  const row = (index: number) => {
    const line = shown[index]!;
    const [from, to] = [print.starts[line]!, print.starts[line + 1]!];
    const text = print.text.slice(from, Math.min(to, from + LINE));
    const close = print.closes[line]!;
    const isFolded = folded.has(line);
    return (
      <div class="json-line" style={{ '--depth': String(Math.min(print.depths[line]!, 40)) }}>
        {close >= 0 && (
          <button
            type="button"
            class="fold"
            tabIndex={-1}
            aria-expanded={!isFolded}
            aria-label={isFolded ? t.record.unfold : t.record.fold}
            onClick={() => toggle(line)}
          >
            {isFolded ? '▸' : '▾'}
          </button>
        )}
        <Tokens line={text} />
        {to - from > LINE && <span class="more">{fill(t.record.longLine, { n: grouped(to - from - LINE) })}</span>}
        {isFolded && (
          <button type="button" class="more" onClick={() => toggle(line)}>
            {fill(t.record.folded, { n: close - line - 1 })}
          </button>
        )}
        {isFolded && print.text.slice(print.starts[close], print.starts[close + 1])}
        {onFilter !== undefined && <FilterBy print={print} line={line} onFilter={onFilter} />}
      </div>
    );
  };
  return (
    <Lines
      label={t.record.json}
      count={shown.length}
      line={row}
      wrap={linesAreFew(print.depths.length, print.text.length)}
    />
  );
}
