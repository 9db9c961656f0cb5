// Applies patches (git format-patch) to a folder of sources. Context must match exactly, at exactly the line that the hunk
// names: a patch that does not fit stops the build instead of landing in the wrong place. patch(1) is not used, because
// Alpine and Windows do not have it.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const kinds = ['crash', 'data', 'api', 'speed'];

/** The patches of `folder` in their order: name, text, and the kind that the head of each states. */
export function readPatches(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const head = text.slice(0, text.indexOf('\ndiff --git '));
      const kind = /^Kind: (.+)$/m.exec(head)?.[1];
      if (!kinds.includes(kind)) throw new Error(`${name}: the head states no known kind. Known: ${kinds.join(', ')}`);
      return { name, text, kind };
    });
}

/** Applies one patch to the files under `root`. */
export function applyPatch({ name, text }, root) {
  const files = text.split(/^diff --git .*$/m).slice(1);
  for (const part of files) applyToFile(name, part.split('\n'), root);
}

function applyToFile(name, lines, root) {
  const target = lines.find((line) => line.startsWith('+++ '))?.slice('+++ b/'.length);
  if (target === undefined) throw new Error(`${name}: a part without "+++": only changes of text are applied`);
  const created = lines.includes('--- /dev/null');
  const file = path.join(root, target);
  const before = created ? [] : readFileSync(file, 'utf8').split('\n');
  const after = [];
  let taken = 0;
  for (let at = 0; at < lines.length; at++) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[at]);
    if (hunk === null) continue;
    const start = created ? 0 : Number(hunk[1]) - 1;
    let removed = Number(hunk[2] ?? 1);
    let added = Number(hunk[3] ?? 1);
    after.push(...before.slice(taken, start));
    taken = start;
    while (removed > 0 || added > 0) {
      const line = lines[++at];
      const sign = line === '' ? ' ' : line[0];
      const content = line.slice(1);
      if (sign === '\\') continue;
      if (sign !== '+') {
        if (before[taken] !== content) {
          throw new Error(`${name}: ${target}:${taken + 1} is "${before[taken]}", the patch expects "${content}"`);
        }
        taken++;
        removed--;
      }
      if (sign !== '-') {
        after.push(content);
        added--;
      }
    }
  }
  after.push(...before.slice(taken));
  if (created) after.push('');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, after.join('\n'));
}
