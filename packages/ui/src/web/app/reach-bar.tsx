import { reach } from '../net/http';
import { session } from '../net/session';
import { fill, t } from '../texts';

/** On top of all pages while the server or its broker does not answer. */
export function ReachBar() {
  if (reach.value === 'ok') return null;
  const text =
    reach.value === 'server' ? t.app.serverGone : fill(t.app.brokerGone, { broker: session.value?.bootstrap ?? '' });
  return (
    <div class="reach" role="alert">
      {text}
    </div>
  );
}
