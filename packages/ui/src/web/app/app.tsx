import { useEffect } from 'preact/hooks';

import { Help, Palette, ZoneDialog } from '../chunks/later';
import { signedOut } from '../net/http';
import { session, sessionFault, startSession } from '../net/session';
import { Boundary } from '../parts/boundary';
import { Notices, Spoken } from '../parts/notices';
import { FaultBox, Skeleton } from '../parts/states';
import { go, path, url } from '../route/router';
import { t } from '../texts';
import { useKeys } from '../state/keys';
import { overlay } from '../state/overlay';
import { pageOf } from './pages';
import { ReachBar } from './reach-bar';
import { SignIn } from './sign-in';
import { BottomBar, TopBar } from './top-bar';

const focusFilter = (): void => document.querySelector<HTMLElement>('#filter')?.focus();

export function App() {
  useKeys({
    'mod+k': () => (overlay.value = overlay.value === 'palette' ? null : 'palette'),
    '?': () => (overlay.value = 'help'),
    '/': focusFilter,
    'g o': () => go('/'),
    'g t': () => go('/topics'),
    'g g': () => go('/groups'),
    'g q': () => go('/query'),
  });
  const close = (): void => void (overlay.value = null);
  const retry = sessionFault.value !== null && session.value === null;
  useEffect(() => {
    if (!retry) return;
    const timer = setInterval(() => void startSession(), 2000);
    return () => clearInterval(timer);
  }, [retry]);

  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {t.app.skip}
      </a>
      <TopBar />
      <ReachBar />
      <main id="main" tabIndex={-1}>
        <Content />
      </main>
      <BottomBar />
      <Notices />
      <Spoken />
      {overlay.value === 'palette' && <Palette onClose={close} />}
      {overlay.value === 'help' && <Help onClose={close} />}
      {overlay.value === 'zone' && <ZoneDialog onClose={close} />}
    </>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')!.focus();
}

function Content() {
  const here = pageOf(path.value);
  const name = here === null ? '' : (Object.values(here.params)[0] ?? '');
  useEffect(() => {
    document.title = [name, 'kafka-napi'].filter(Boolean).join(' · ');
  }, [name]);
  if (signedOut.value) return <SignIn />;
  if (session.value === null) {
    if (sessionFault.value === null) return <Skeleton />;
    return <FaultBox fault={sessionFault.value} onRetry={() => void startSession()} />;
  }
  if (here === null)
    return (
      <div class="empty">
        <h1 class="title">{t.app.noPage}</h1>
        <a href={url('/')}>{t.nav.overview}</a>
      </div>
    );
  const { page: Page, params, pattern } = here;
  // Another topic or group is another page: nothing of the last one stays.
  return (
    <Boundary key={pattern.split('/')[1] + name} path={path.value}>
      <Page {...params} />
    </Boundary>
  );
}
