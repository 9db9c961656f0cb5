import { computed } from '../state/signal';

import { session } from '../net/session';
import { place } from '../route/router';
import { preference } from '../state/preferences';

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zone of all times: of the address, else the chosen one, else of the command line, else of the browser. */
export const zone = computed(() => {
  const named = place.value.query.get('tz');
  if (named !== null && isZone(named)) return named;
  const chosen = preference.zone.value;
  if (chosen !== null && isZone(chosen)) return chosen;
  return session.value?.timezone ?? browserZone;
});
