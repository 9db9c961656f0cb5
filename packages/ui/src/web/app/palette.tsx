import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { GroupRow, Page, TopicRow } from '../../shared/api';
import { get, isAbort, queryOf } from '../net/http';
import { can } from '../net/session';
import { Dialog } from '../parts/forms/dialog';
import { Text } from '../parts/values';
import { pathOf } from '../route/match';
import { go } from '../route/router';
import { fill, t } from '../texts';
import { overlay } from '../state/overlay';
import { pageActions } from '../state/page-actions';
import { switchTheme } from '../state/theme';

interface Entry {
  kind: string;
  text: string;
  run: () => void;
}

const FOUND = 8;

function fixedEntries(): Entry[] {
  const page = (text: string, to: string): Entry => ({ kind: t.palette.page, text, run: () => go(to) });
  return [
    ...pageActions.value.map((action) => ({ kind: t.palette.action, text: action.text, run: action.run })),
    page(t.nav.overview, '/'),
    page(t.nav.topics, '/topics'),
    page(t.nav.groups, '/groups'),
    ...(can('messages') ? [page(t.nav.query, '/query')] : []),
    page(t.nav.security, '/security'),
    page(t.nav.client, '/client'),
    ...(can('topics') ? [{ kind: t.palette.action, text: t.topics.create, run: () => go('/topics?create=1') }] : []),
    { kind: t.palette.action, text: t.palette.theme, run: switchTheme },
    { kind: t.palette.action, text: t.app.otherZone, run: () => setTimeout(() => (overlay.value = 'zone')) },
    { kind: t.palette.action, text: t.help.title, run: () => setTimeout(() => (overlay.value = 'help')) },
  ];
}

/** `orders 3:1042`: a message. */
function messageEntry(text: string): Entry[] {
  const found = /^(\S+)\s+(\d+):(\d+)$/.exec(text.trim());
  if (found === null || !can('messages')) return [];
  const [, topic, partition, offset] = found as unknown as [string, string, string, string];
  const run = (): void => go(pathOf('topics', topic, 'messages', partition, offset));
  return [{ kind: t.palette.message, text: `${topic} ${partition}:${offset}`, run }];
}

async function search(text: string, signal: AbortSignal): Promise<Entry[]> {
  const query = queryOf({ q: text.split(/\s+\d+:\d+$/)[0], limit: FOUND });
  const [topics, groups] = await Promise.allSettled([
    get<Page<TopicRow>>(`/topics${query}`, signal),
    get<Page<GroupRow>>(`/groups${query}`, signal),
  ]);
  const entries: Entry[] = [];
  if (topics.status === 'fulfilled')
    for (const { name } of topics.value.items)
      entries.push({ kind: t.palette.topic, text: name, run: () => go(pathOf('topics', name, 'messages')) });
  if (groups.status === 'fulfilled')
    for (const { groupId } of groups.value.items)
      entries.push({ kind: t.palette.group, text: groupId, run: () => go(pathOf('groups', groupId)) });
  return entries;
}

const fits = (entry: Entry, text: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => entry.text.toLowerCase().includes(word));

/** Everything by name: topics, groups, messages, pages, and what can be done on this page. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Entry[]>([]);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const fixed = useMemo(fixedEntries, []);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      search(text, controller.signal).then(setFound, (error: unknown) => {
        if (!isAbort(error)) setFound([]);
      });
    }, 80);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);
  const chosen = fixed.filter((entry) => fits(entry, text));
  const entries = [...messageEntry(text), ...(text === '' ? [...chosen, ...found] : [...found, ...chosen])];
  const current = Math.min(at, entries.length - 1);
  useEffect(() => list.current?.children[current]?.scrollIntoView({ block: 'nearest' }), [current]);
  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((current + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t.app.palette} onClose={onClose} wide>
      <input
        class="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current >= 0 ? `palette-${current}` : undefined}
        aria-label={t.app.palette}
        placeholder={t.palette.hint}
        autofocus
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" class="palette-list" role="listbox" aria-label={t.palette.results} ref={list}>
        {entries.map((entry, index) => (
          <div
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            onClick={() => run(entry)}
            onPointerMove={() => setAt(index)}
          >
            <span class="kind">{entry.kind}</span>
            <span class="ellipsis">
              <Text text={entry.text} />
            </span>
          </div>
        ))}
      </div>
      {entries.length === 0 && <p class="muted center">{fill(t.palette.nothing, { text })}</p>}
    </Dialog>
  );
}
