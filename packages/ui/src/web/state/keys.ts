import { useEffect, useRef } from 'preact/hooks';

import { overlay } from './overlay';
import { preference } from './preferences';

export type Keys = Record<string, (() => void) | undefined>;

const layers: { current: Keys }[] = [];

/** A letter that begins a pair, as `g t`, and when it was pressed. */
let pending: { key: string; at: number } | null = null;
const PAIR_MS = 1000;

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));

function handlerOf(name: string): (() => void) | undefined {
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const found = layers[at]!.current[name];
    if (found !== undefined) return found;
  }
  return undefined;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const palette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
  if (palette) return run('mod+k', event);
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (overlay.value !== null || document.querySelector('dialog:modal') !== null) return;
  if (event.key === 'Escape') return run('Escape', event);
  if (preference.keys.value === 'off') return;
  // A button that has the focus takes Space and Enter itself.
  const ownKey = event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, a, summary');
  if (ownKey) return;
  const pair = pending !== null && Date.now() - pending.at < PAIR_MS ? `${pending.key} ${event.key}` : null;
  pending = null;
  if (pair !== null && handlerOf(pair) !== undefined) return run(pair, event);
  if (event.key === 'g') pending = { key: 'g', at: Date.now() };
  run(event.key, event);
}

function run(name: string, event: KeyboardEvent): void {
  const handler = handlerOf(name);
  if (handler === undefined) return;
  event.preventDefault();
  handler();
}

export function startKeys(): void {
  document.addEventListener('keydown', onKey);
}

/** Keys that work while a component is shown; those of the latest one come first. */
export function useKeys(keys: Keys): void {
  const layer = useRef(keys);
  layer.current = keys;
  useEffect(() => {
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}
