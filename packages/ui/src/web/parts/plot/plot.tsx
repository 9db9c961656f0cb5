import { useState } from 'preact/hooks';

import { t } from '../../texts';
import { PlotLines, PlotTable } from './plot-lines';
import type { PlotProps } from './plot-props';

/** Lines over time; the same figures as a table for those who do not see it. */
export function Plot(props: PlotProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure class="plot">
      <figcaption>
        <span>{props.caption === false ? '' : props.label}</span>
        <button type="button" class="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t.plot.table}
        </button>
      </figcaption>
      <div class="plot-frame" style={{ height: `${props.height}px` }}>
        {props.times.length < 2 ? (
          <p class="muted center">{t.plot.collecting}</p>
        ) : asTable ? (
          <PlotTable {...props} />
        ) : (
          <PlotLines {...props} />
        )}
      </div>
    </figure>
  );
}
