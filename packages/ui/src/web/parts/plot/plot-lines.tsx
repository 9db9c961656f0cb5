import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { formatTime, offsetOf } from '../../format/time';
import { zone } from '../../format/zone';
import type { PlotProps } from './plot-props';
import { nearest, ticksOf, timeTicks } from './plot-scale';
import { t } from '../../texts';

const [LEFT, BOTTOM, TOP] = [64, 22, 6];
const DAY = 86_400_000;

/** Lines through what is there; a null interrupts them. */
function pathOf(values: readonly (number | null)[], x: (at: number) => number, y: (value: number) => number): string {
  let path = '';
  let pen = 'M';
  for (const [at, value] of values.entries()) {
    if (value === null) pen = 'M';
    else {
      path += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
    }
  }
  return path;
}

export function PlotLines(props: PlotProps) {
  const { times, series, height, format, label } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  useLayoutEffect(() => {
    const measure = (): void => setWidth(frame.current!.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(frame.current!);
    measure();
    return () => observer.disconnect();
  }, []);
  const tall = height - (series.length > 1 ? 24 : 0);
  const [first, last] = [times[0]!, times.at(-1)!];
  const ticks = ticksOf(Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const most = ticks.at(-1)!;
  const inner = Math.max(1, width - LEFT - 8);
  const xOf = (ms: number): number => LEFT + ((ms - first) / Math.max(1, last - first)) * inner;
  const yOf = (value: number): number => TOP + (1 - value / most) * (tall - TOP - BOTTOM);
  const named = (ms: number): string => {
    const text = formatTime(ms, zone.value, 's');
    return last - first > 3 * DAY ? text.slice(5, 10) : last - first > 600_000 ? text.slice(11, 16) : text.slice(11);
  };
  const at = pointed === null ? null : nearest(times, first + ((pointed - LEFT) / inner) * (last - first));
  const valueAt = (values: readonly (number | null)[]): string => {
    const value = at === null ? null : values[at];
    return value === null || value === undefined ? '–' : format(value);
  };
  return (
    <div class="plot-lines" ref={frame}>
      <svg
        width={width}
        height={tall}
        role="img"
        aria-label={label}
        onPointerMove={(event) => setPointed(event.offsetX)}
        onPointerLeave={() => setPointed(null)}
      >
        {ticks.map((tick) => (
          <>
            <path class="rule" d={`M${LEFT} ${yOf(tick)}H${width - 8}`} />
            <text x={LEFT - 8} y={yOf(tick) + 4} text-anchor="end">
              {format(tick)}
            </text>
          </>
        ))}
        {timeTicks(first, last, inner / 110, offsetOf(last, zone.value)).map(
          (tick) =>
            xOf(tick) < width - 30 && (
              <text x={xOf(tick)} y={tall - 4} text-anchor="middle">
                {named(tick)}
              </text>
            ),
        )}
        {series.map(({ values }, index) => (
          <path class={`series s${index}`} d={pathOf(values, (one) => xOf(times[one]!), yOf)} />
        ))}
        {at !== null && <path class="pointed" d={`M${xOf(times[at]!)} ${TOP}V${tall - BOTTOM}`} />}
      </svg>
      {at !== null && (
        <div class="plot-reading">
          {formatTime(times[at]!, zone.value, 's')}
          {series.length === 1 && <b> {valueAt(series[0]!.values)}</b>}
        </div>
      )}
      {series.length > 1 && (
        <div class="plot-legend">
          {series.map(({ name, values }, index) => (
            <span>
              <i class={`s${index}`} /> {name} {at !== null && <b>{valueAt(values)}</b>}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

const ROWS = 200;

/** The same figures for those who do not see lines: the latest first. */
export function PlotTable({ times, series, format }: PlotProps) {
  const order = times
    .map((_, at) => at)
    .slice(-ROWS)
    .reverse();
  return (
    <div class="plot-table" tabIndex={0} role="region" aria-label={t.plot.table}>
      <table class="table">
        <thead>
          <tr>
            <th>{t.plot.time}</th>
            {series.map(({ name }) => (
              <th class="end">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.map((at) => (
            <tr>
              <td class="mono">{formatTime(times[at]!, zone.value, 's')}</td>
              {series.map(({ values }) => {
                const value = values[at];
                return <td class="end mono">{value === null || value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
