import { fill, t } from '../texts';
import { notify } from './notices';

/** Puts a text on the clipboard and says so. Without a secure address there is no clipboard: a selection copies too. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    if (navigator.clipboard === undefined) copyBySelection(text);
    else await navigator.clipboard.writeText(text);
    notify(fill(t.copy.done, { what }));
  } catch {
    notify(t.copy.failed);
  }
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copy: the browser has refused it');
}
