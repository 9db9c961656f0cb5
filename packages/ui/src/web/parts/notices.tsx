import { signal } from '../state/signal';
import type { ComponentChildren } from 'preact';

interface Notice {
  id: number;
  content: ComponentChildren;
}

const notices = signal<Notice[]>([]);
let last = 0;
const SHOWN_MS = 5000;

/** Says shortly that something was done. */
export function notify(content: ComponentChildren): void {
  const id = ++last;
  notices.value = [...notices.value.slice(-2), { id, content }];
  setTimeout(() => (notices.value = notices.value.filter((notice) => notice.id !== id)), SHOWN_MS);
}

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map((notice) => (
        <div key={notice.id} class="notice">
          {notice.content}
        </div>
      ))}
    </div>
  );
}

/** What a screen reader says of something that goes on: at most every 5 s. */
const spoken = signal('');
let spokenAt = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;
const SPEAK_MS = 5000;

export function speak(text: string): void {
  clearTimeout(waiting);
  const wait = Math.max(0, spokenAt + SPEAK_MS - Date.now());
  waiting = setTimeout(() => {
    spokenAt = Date.now();
    spoken.value = text;
  }, wait);
}

export function Spoken() {
  return (
    <div class="unseen" aria-live="polite">
      {spoken.value}
    </div>
  );
}
