import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

import { useWindow } from '../parts/grid/window';

interface LinesProps {
  label: string;
  count: number;
  line: (index: number) => ComponentChildren;
  /** Few lines: all of them are in the page, and wrap. */
  wrap: boolean;
}

/** Lines of text: all of them where they are few, else those in view. */
export function Lines(props: LinesProps) {
  if (!props.wrap) return <WindowedLines {...props} />;
  return (
    <div class="lines wrap" role="region" aria-label={props.label} tabIndex={0}>
      {Array.from({ length: props.count }, (_, index) => (
        <div class="line-row" key={index}>
          {props.line(index)}
        </div>
      ))}
    </div>
  );
}

function WindowedLines({ label, count, line }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to, rowHeight } = useWindow(scroller, count, 0);
  return (
    <div class="lines windowed" ref={scroller} role="region" aria-label={label} tabIndex={0}>
      <div class="lines-all" style={{ height: `${count * rowHeight}px` }}>
        {Array.from({ length: to - from }, (_, at) => (
          <div class="line-row" key={from + at} style={{ top: `${(from + at) * rowHeight}px` }}>
            {line(from + at)}
          </div>
        ))}
      </div>
    </div>
  );
}
