import { entries, shims } from './packages';
import { isInner, type Report } from './project';

/** One object, for programs. */
export function asJson({ files, manifests, dependents, written }: Report): string {
  return JSON.stringify({
    imports: files.flatMap(({ file, uses }) =>
      uses.map((use) => ({
        file,
        line: use.line,
        package: use.specifier,
        replacement: isInner(use) ? null : entries[use.specifier],
      })),
    ),
    differences: files.flatMap(({ file, differences }) =>
      differences.map(({ line, word, difference: { effect, says, page } }) => ({
        file,
        line,
        word,
        effect,
        says,
        page: `docs/moving/${page}.md`,
      })),
    ),
    manifests,
    dependents,
    written,
  });
}

function importLines({ files, written }: Report): string[] {
  const lines = files.flatMap(({ file, uses }) =>
    uses.map((use) => {
      const to = isInner(use)
        ? `a path inside of ${use.package}: nothing takes its place`
        : `${written.includes(file) ? 'now' : '→'} ${entries[use.specifier]!}`;
      return `  ${file}:${use.line}  ${use.specifier}  ${to}`;
    }),
  );
  return lines.length === 0
    ? ['No file imports kafkajs, node-rdkafka or @confluentinc/kafka-javascript.']
    : ['Imports', ...lines];
}

function differenceLines({ files }: Report): string[] {
  const all = files.flatMap(({ file, differences }) => differences.map((one) => ({ file, ...one })));
  const headings = { throws: 'Will throw', ignored: 'Will have no effect', differs: 'Will differ' } as const;
  return (Object.keys(headings) as (keyof typeof headings)[]).flatMap((effect) => {
    const lines = all
      .filter(({ difference }) => difference.effect === effect)
      .map(({ file, line, word, difference }) => `  ${file}:${line}  ${word}: ${difference.says}`);
    return lines.length === 0 ? [] : ['', headings[effect], ...lines];
  });
}

function packageLines({ manifests, dependents, written, files }: Report): string[] {
  const lines: string[] = [];
  const own = [...new Set(manifests.flatMap(({ packages }) => packages))];
  const old = manifests.flatMap((manifest) => manifest.needless);
  const isMoved = written.length > 0 || files.every(({ uses }) => uses.length === 0);
  if (own.length > 0) {
    lines.push('', 'Packages', '  npm install kafka-napi');
    const removable = own.filter((name) => !dependents.some((one) => one.package === name));
    if (removable.length > 0) {
      lines.push(`  npm uninstall ${removable.join(' ')}${isMoved ? '' : '   (after the imports have changed)'}`);
    }
  }
  for (const { name, why } of old) lines.push(`  ${name} is not needed: ${why}`);
  if (dependents.length > 0) {
    lines.push('', 'Installed packages that import one themselves');
    for (const one of dependents) lines.push(`  ${one.name} imports ${one.package}`);
    const names = [...new Set(dependents.map((one) => one.package))];
    const table = Object.fromEntries(names.map((name) => [name, shims[name]!]));
    lines.push(
      'They move without a change if package.json has, and npm install runs again:',
      ...JSON.stringify({ dependencies: table, overrides: table }, undefined, 2)
        .split('\n')
        .slice(1, -1)
        .map((line) => `  ${line.slice(2)}`),
      'With yarn it is "resolutions" instead of "overrides", with pnpm "pnpm": { "overrides": … }.',
    );
  }
  return lines;
}

/** The one thing that a program cannot show. */
function groupLines({ files }: Report): string[] {
  const isUsed = files.some(({ uses }) => uses.some((use) => use.package === 'kafkajs'));
  if (!isUsed) return [];
  return [
    '',
    'Groups',
    '  Stop all members of a group that run on kafkajs before the first one starts on kafka-napi: their assignors have',
    '  different names, and the broker refuses a mixed group. Committed offsets stay valid.',
  ];
}

/** For people. */
export function asText(report: Report): string {
  const lines = [...importLines(report), ...differenceLines(report), ...groupLines(report), ...packageLines(report)];
  const canWrite = report.files.some(({ uses }) => uses.some((use) => !isInner(use)));
  if (report.written.length > 0) lines.push('', `${report.written.length} file(s) written.`);
  else if (canWrite) lines.push('', 'Nothing was written. --write changes the imports.');
  return `${lines.join('\n')}\n`;
}
