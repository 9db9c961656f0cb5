import { differences, type Difference } from './differences';
import { entries, packageOf } from './packages';
import { lineCounter, scan, type Scanned } from './scan';

/** An import of one of the packages. */
export interface Use {
  line: number;
  package: string;
  /** What it imports: a path inside of the package has nothing that takes its place. */
  specifier: string;
  start: number;
  end: number;
}

export interface Found {
  uses: Use[];
  differences: { line: number; word: string; difference: Difference }[];
}

/** What a module's name stands behind. */
const beforeName =
  /(?:\bfrom|\bimport|\bmodule|\b(?:import|require|require\.resolve|(?:jest|vi)\.\w+(?:<[^()]*>)?)\s*\()\s*['"]$/;

export function usesOf(text: string, scanned: Scanned): Use[] {
  const line = lineCounter(text);
  return scanned.literals.flatMap(({ start, end, value }) => {
    const name = packageOf(value);
    if (name === undefined || !beforeName.test(scanned.code.slice(Math.max(0, start - 200), start))) return [];
    return [{ line: line(start), package: name, specifier: value, start, end }];
  });
}

/** Where a program chooses Moleculer's transporter for Kafka. */
export function transportersOf(text: string): { line: number; word: string }[] {
  if (!/kafka/i.test(text)) return [];
  const { code, literals } = scan(text);
  const line = lineCounter(text);
  return literals.flatMap(({ start, value }) => {
    const isKafka = /^kafka(?::\/\/.*)?$/i.test(value);
    if (!isKafka || !beforeTransporter.test(code.slice(Math.max(0, start - 200), start))) return [];
    return [{ line: line(start), word: value }];
  });
}

const beforeTransporter = /\btransporter['"]?\s*[:=]\s*(?:\{[^}]*\btype['"]?\s*:\s*)?['"]$/;

/** @param packages Those that the whole project imports: what only they have is also looked for in other files. */
export function examine(text: string, packages: ReadonlySet<string>, scanned = scan(text)): Found {
  const uses = usesOf(text, scanned);
  const imported = new Set(uses.map((use) => use.package));
  // Both APIs of librdkafka's bindings have node-rdkafka's differences.
  const has = (set: ReadonlySet<string>, { package: name }: Difference): boolean =>
    set.has(name) || (name === 'node-rdkafka' && set.has('@confluentinc/kafka-javascript'));
  const found: Found['differences'] = [];
  for (const difference of differences) {
    if (!has(imported, difference) && !(difference.anywhere && has(packages, difference))) continue;
    const offsets: { at: number; word: string }[] = [];
    for (const match of difference.code ? scanned.code.matchAll(difference.code) : [])
      offsets.push({ at: match.index, word: match[0] });
    for (const { start, value } of scanned.literals)
      if (difference.text?.test(value)) offsets.push({ at: start, word: value });
    const line = lineCounter(text);
    for (const { at, word } of offsets.sort((a, b) => a.at - b.at)) found.push({ line: line(at), word, difference });
  }
  return { uses, differences: found.sort((a, b) => a.line - b.line) };
}

/** The text with the names of the entries; imports of paths inside of a package stay. */
export function rewritten(text: string, uses: readonly Use[]): string {
  let result = text;
  for (const { start, end, specifier } of [...uses].sort((a, b) => b.start - a.start)) {
    const entry = entries[specifier];
    if (entry !== undefined) result = result.slice(0, start) + entry + result.slice(end);
  }
  return result;
}
