import { useEffect, useState } from 'preact/hooks';

import { duration } from '../format/time';
import { fill, t } from '../texts';

/** How old figures are, where they are older than they should be. */
export function Age({ at, every }: { at: number | null; every: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  if (at === null || now - at < Math.max(90_000, every * 6)) return null;
  return <span class="state warn">{fill(t.app.old, { age: duration(now - at) })}</span>;
}
