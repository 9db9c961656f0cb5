import { useEffect } from 'preact/hooks';

import { browserZone, zone } from '../format/zone';
import { reach, signedOut } from '../net/http';
import { useResource } from '../net/resource';
import { can, readSession, session } from '../net/session';
import { Menu } from '../parts/menu';
import { path, setQuery, url, place } from '../route/router';
import { fill, t } from '../texts';
import type { ClusterView } from '../../shared/api';
import { overlay } from '../state/overlay';
import { preference } from '../state/preferences';
import { switchTheme } from '../state/theme';
import { IconButton } from '../parts/forms/input';

const pages: readonly (readonly [to: string, text: string])[] = [
  ['/', t.nav.overview],
  ['/topics', t.nav.topics],
  ['/groups', t.nav.groups],
  ['/query', t.nav.query],
  ['/security', t.nav.security],
  ['/client', t.nav.client],
];

const isHere = (to: string): boolean => {
  const first = `/${path.value.split('/')[1] ?? ''}`;
  return first === to || (to === '/' && first === '/brokers');
};

function Links() {
  return (
    <>
      {pages
        .filter(([to]) => to !== '/query' || can('messages'))
        .map(([to, text]) => (
          <a href={url(to)} aria-current={isHere(to) ? 'page' : undefined}>
            {text}
          </a>
        ))}
    </>
  );
}

/** The server asks the broker every 15 s: when nothing has changed for so long, the broker does not answer. */
const OLD_MS = 50_000;

function Cluster() {
  const every = reach.value === 'broker' ? 5000 : 15_000;
  const cluster = useResource<ClusterView>(session.value === null || signedOut.value ? null : '/cluster', every);
  const sampledAt = cluster.data?.sampledAt;
  useEffect(() => {
    if (sampledAt === undefined) return;
    if (reach.value === 'broker') reach.value = 'ok';
    const timer = setTimeout(() => {
      if (!document.hidden && reach.value === 'ok') reach.value = 'broker';
    }, OLD_MS);
    return () => clearTimeout(timer);
  }, [sampledAt]);
  const known = cluster.data !== null;
  useEffect(() => {
    if (known) readSession().catch(() => undefined);
  }, [known]);
  if (session.value === null) return null;
  const brokers = cluster.data?.brokers.length;
  return (
    <span class="cluster">
      <span class="mono ellipsis" title={session.value.bootstrap}>
        {session.value.bootstrap.split(',')[0]}
      </span>
      {brokers !== undefined && (
        <span class={cluster.fault === null && reach.value === 'ok' ? 'state ok' : 'state warn'}>
          {fill(t.app.brokers, { n: brokers })}
        </span>
      )}
    </span>
  );
}

function setZone(name: string | null): void {
  preference.zone.value = name;
  if (place.peek().query.has('tz')) setQuery({ tz: null }, true);
}

function ZoneMenu() {
  const items = [...new Set([browserZone, 'UTC', session.value?.timezone ?? 'UTC', zone.value])].map((name) => ({
    text: name === browserZone ? fill(t.app.browserZone, { zone: name }) : name,
    checked: name === zone.value,
    onSelect: () => setZone(name),
  }));
  const other = {
    text: t.app.otherZone,
    onSelect: () => (overlay.value = 'zone'),
  };
  return (
    <Menu
      label={fill(t.app.zone, { zone: zone.value })}
      button={<span class="ellipsis">{zone.value.split('/').pop()!.replaceAll('_', ' ')} ▾</span>}
      class="quiet zone"
      items={[...items, other]}
      end
    />
  );
}

const themeText: Record<string, string> = { light: t.app.light, dark: t.app.dark };

export function TopBar() {
  return (
    <header class="top">
      <a class="brand" href={url('/')}>
        kafka-napi
      </a>
      <Cluster />
      <nav aria-label={t.nav.label} class="nav">
        {session.value !== null && !signedOut.value && <Links />}
      </nav>
      <span class="grow" />
      {session.value?.readOnly && <span class="badge">{t.app.readOnly}</span>}
      <button type="button" class="quiet search" title={t.app.palette} onClick={() => (overlay.value = 'palette')}>
        <kbd>{/mac/i.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd> {t.app.search}
      </button>
      <ZoneMenu />
      <IconButton
        class="quiet"
        label={fill(t.app.theme, { theme: themeText[preference.theme.value ?? ''] ?? t.app.system })}
        onClick={switchTheme}
      >
        ◐
      </IconButton>
      <IconButton class="quiet" label={t.help.title} onClick={() => (overlay.value = 'help')}>
        ?
      </IconButton>
    </header>
  );
}

/** A phone's navigation. */
export function BottomBar() {
  if (session.value === null || signedOut.value) return null;
  return (
    <nav class="bottom" aria-label={t.nav.label}>
      <Links />
    </nav>
  );
}
