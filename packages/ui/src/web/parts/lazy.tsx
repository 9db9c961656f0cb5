import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { t } from '../texts';
import { FaultBox, Skeleton } from './states';

/** A component of code that is loaded when it is shown first. `loaded` gives it once the code is there. */
export function lazy<P extends object>(
  load: () => Promise<unknown>,
  loaded: () => ComponentType<P> | undefined,
): ComponentType<P> {
  return function Lazy(props: P) {
    const [, setTurn] = useState(0);
    const [failed, setFailed] = useState(false);
    const Component = loaded();
    useEffect(() => {
      if (Component === undefined)
        load().then(
          () => setTurn(1),
          () => setFailed(true),
        );
    }, []);
    if (Component !== undefined) return <Component {...props} />;
    if (!failed) return <Skeleton />;
    const fault = { code: 'INTERNAL' as const, message: t.fault.newVersion, retriable: false };
    return <FaultBox fault={fault} onRetry={() => location.reload()} />;
  };
}
