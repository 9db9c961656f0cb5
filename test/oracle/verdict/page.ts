import { allowed } from './allowed';

/**
 * docs/java-differences.md, made of the list of allowed differences: `npm run oracle -- --page >
 * docs/java-differences.md`.
 */
export function differencesPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = allowed.map(
    ({ title, java, ours, reason, know }) => `| ${[`**${title}**`, java, ours, reason, know].map(cell).join(' | ')} |`,
  );
  return [
    '# Where this client differs from Java',
    '',
    'The same program gives the same answers as with Kafka 4.3.1: `npm run oracle` runs generated programs through both',
    'clients on one broker and compares records, positions, commits, lags, assignments, listener calls and errors. What',
    'follows is the list of differences that it lets pass, and is generated from it (`test/oracle/verdict/allowed.ts`).',
    'None of them loses a record or repeats one without being told.',
    '',
    '| | Java | here | why | to know |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
