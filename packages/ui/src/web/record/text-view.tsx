import { useMemo } from 'preact/hooks';

import { grouped } from '../format/number';
import { Text } from '../parts/values';
import { fill, t } from '../texts';
import { linesAreFew } from './json/json-view';
import { Lines } from './lines';

const LINE = 2000;

/** Text in its own lines. */
export function TextView({ text }: { text: string }) {
  const lines = useMemo(() => text.split(/\r?\n/), [text]);
  const row = (index: number) => {
    const line = lines[index]!;
    return (
      <>
        <Text text={line.slice(0, LINE)} />
        {line.length > LINE && <span class="more">{fill(t.record.longLine, { n: grouped(line.length - LINE) })}</span>}
      </>
    );
  };
  return <Lines label={t.record.text} count={lines.length} line={row} wrap={linesAreFew(lines.length, text.length)} />;
}
