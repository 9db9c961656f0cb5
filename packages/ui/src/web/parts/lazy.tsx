import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { t } from '../texts';
import { FaultBox, Skeleton } from './states';

/** A component that is loaded when it is shown first. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, setTurn] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          setTurn(1);
        },
        () => setFailed(true),
      );
    }, []);
    if (loaded !== null) {
      const Component = loaded;
      return <Component {...props} />;
    }
    if (!failed) return <Skeleton />;
    const fault = { code: 'INTERNAL' as const, message: t.fault.newVersion, retriable: false };
    return <FaultBox fault={fault} onRetry={() => location.reload()} />;
  };
}
