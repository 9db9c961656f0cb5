import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../../..');

export interface Block {
  /** Relative to the repository. */
  file: string;
  line: number;
  language: string;
  /** The text after the language: the name of a file, or "terminal". */
  note: string;
  text: string;
}

/** The fenced code blocks of a page, in order. */
export function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const [, language, note] = /^```(\w*)(?: (.+))?$/.exec(line) ?? [];
      if (open === undefined && language !== undefined) {
        open = { file, line: index + 1, language, note: note ?? '', text: '' };
      } else if (open !== undefined && line === '```') {
        blocks.push(open);
        open = undefined;
      } else if (open !== undefined) open.text += `${line}\n`;
    });
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block does not end`);
  return blocks;
}

/** README.md, CONTRIBUTING.md, everything in docs/, and the README.md of each package. */
export function pages(): string[] {
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const markdown = docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const readmes = readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/README.md`);
  return ['README.md', 'CONTRIBUTING.md', ...markdown, ...readmes];
}

export interface Link {
  file: string;
  /** As written in the page. */
  target: string;
}

/** The links of a page to other files of the repository, or to headings. */
export function linksOf(file: string): Link[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => ({ file, target: target! }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Whether the file exists and contains the heading. */
export function leadsSomewhere({ file, target }: Link): boolean {
  const [to = '', anchor] = target.split('#');
  const page = to === '' ? file : path.join(path.dirname(file), to);
  if (!existsSync(path.join(root, page))) return false;
  if (anchor === undefined) return true;
  const headings = readFileSync(path.join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
  const anchors = [...headings].map(([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-'),
  );
  return anchors.includes(anchor);
}
