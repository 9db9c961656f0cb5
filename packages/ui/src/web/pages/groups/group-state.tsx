import { Sign } from '../../parts/values';

const kinds: Record<string, 'ok' | 'warn' | 'error' | 'muted'> = {
  stable: 'ok',
  empty: 'muted',
  dead: 'error',
};

/** `PREPARING_REBALANCE` as `preparing rebalance`. */
export const stateText = (state: string): string =>
  state
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

export function StateSign({ state }: { state: string }) {
  const text = stateText(state);
  return <Sign kind={kinds[text] ?? 'warn'}>{text}</Sign>;
}
