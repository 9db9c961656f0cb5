import { useLayoutEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The rows that are in view, and some around them. */
export interface Visible {
  from: number;
  to: number;
  rowHeight: number;
}

const AROUND = 6;

/** Which of `count` rows of equal height a scrolling element shows. `--row` of its style is the height. */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, head: number): Visible {
  const [view, setView] = useState({ top: 0, height: 900, rowHeight: 28 });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => {
      const rowHeight = parseFloat(getComputedStyle(element).getPropertyValue('--row')) || 28;
      const next = { top: element.scrollTop, height: element.clientHeight, rowHeight };
      setView((old) =>
        old.top === next.top && old.height === next.height && old.rowHeight === next.rowHeight ? old : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    const settings = new MutationObserver(measure);
    settings.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      settings.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller]);
  const first = Math.floor((view.top - head) / view.rowHeight) - AROUND;
  const last = Math.ceil((view.top + view.height - head) / view.rowHeight) + AROUND;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(count, last)), rowHeight: view.rowHeight };
}

/** Scrolls so that a row is in view, below a sticky head: to the middle, or no further than needed. */
export function reveal(element: HTMLElement, index: number, rowHeight: number, head: number, middle = false): void {
  const top = index * rowHeight;
  const isHidden = top < element.scrollTop || top + rowHeight + head > element.scrollTop + element.clientHeight;
  if (middle && isHidden) element.scrollTop = top - (element.clientHeight - head - rowHeight) / 2;
  else if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight + head > element.scrollTop + element.clientHeight)
    element.scrollTop = top + rowHeight + head - element.clientHeight;
}
