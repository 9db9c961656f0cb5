// Checks that lines of comments and Markdown have at most 120 characters, so that a diff shows the changed sentence
// only. Tables, code, and a word that cannot be broken (a link, a piece of code) may be longer.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { filesOf, foldersUnder } from './check-structure.mjs';
import { root } from './inputs.mjs';
import { packageFolders } from './packages.mjs';

const longest = 120;
/** Written by programs, or in a script without spaces. */
const exempt = /generated|docs[\\/](configuration|java-differences|platforms|evidence[\\/]performance)\.md$|\.ja\.md$/;

const filesUnder = (folder, wanted) =>
  foldersUnder(folder)
    .flatMap((one) => filesOf(one, wanted))
    .filter((file) => !exempt.test(file));

/** Whether the line could have been broken earlier: not inside code, a link or its text. */
function isBreakable(line) {
  const fixed = line.replace(/`[^`]*`|\]\([^)]*\)|\[[^\]]{1,40}\]/g, (part) => part.replaceAll(' ', '_'));
  return fixed
    .trimStart()
    .slice(0, longest)
    .replace(/^([-*] |\* |\/\/ |\/\*\* |\d+\. )+/, '')
    .trimEnd()
    .includes(' ');
}

const isTooLong = (line) => [...line].length > longest && isBreakable(line);

function* comments(text) {
  for (const [i, line] of text.split('\n').entries()) {
    if (/^\s*(\*|\/\/|\/\*\*) \S/.test(line) && !/\|.*\|/.test(line) && isTooLong(line)) yield i + 1;
  }
}

function* paragraphs(text) {
  let isCode = false;
  for (const [i, line] of text.split('\n').entries()) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    else if (!isCode && !/^(\s*\||#| {4})/.test(line) && isTooLong(line)) yield i + 1;
  }
}

/** Prints lines of prose that are too long; true when there are none. */
export function checkProse(folderRoot = root) {
  const problems = [];
  const look = (files, linesOf) => {
    for (const file of files) {
      for (const line of linesOf(readFileSync(file, 'utf8')))
        problems.push(`${path.relative(folderRoot, file)}:${line} is longer than ${longest} characters`);
    }
  };
  const packages = packageFolders(folderRoot);
  const folders = ['src', 'native', 'test', 'scripts'].map((name) => path.join(folderRoot, name));
  for (const each of packages) folders.push(path.join(each, 'src'), path.join(each, 'test'));
  for (const folder of folders.filter(existsSync)) look(filesUnder(folder, /\.(tsx?|mts|mjs|cc|h|c)$/), comments);
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((name) => path.join(folderRoot, name));
  pages.push(...packages.map((folder) => path.join(folder, 'README.md')));
  for (const name of ['docs', 'deps/upstream', '.github'])
    if (existsSync(path.join(folderRoot, name))) pages.push(...filesUnder(path.join(folderRoot, name), /\.md$/));
  if (existsSync(path.join(folderRoot, 'deps'))) pages.push(...filesOf(path.join(folderRoot, 'deps'), /\.md$/));
  look(pages, paragraphs);
  for (const problem of problems) console.error(`prose: ${problem}. Break the line.`);
  return problems.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(checkProse() ? 0 : 1);
