import { entries, shims } from './packages';
import { isInner, type Report } from './project';

/** One object, for programs. */
export function asJson({ files, manifests, dependents, stays, transporters, written }: Report): string {
  return JSON.stringify({
    imports: files.flatMap(({ file, uses }) =>
      uses.map((use) => ({
        file,
        line: use.line,
        package: use.specifier,
        replacement: isInner(use) || stays.includes(use.package) ? null : entries[use.specifier],
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
    stays,
    transporters,
    written,
  });
}

function importLines({ files, written, stays, aliased }: Report): string[] {
  const lines = files.flatMap(({ file, uses }) =>
    uses.map((use) => {
      const to = isInner(use)
        ? `a path inside of ${use.package}: nothing takes its place`
        : aliased.includes(use.package)
          ? 'stays: package.json has kafka-napi under this name'
          : stays.includes(use.package)
            ? 'stays: a package that traces or measures looks for this name, see below'
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

function packageLines({ manifests, dependents, written, files, stays }: Report): string[] {
  const lines: string[] = [];
  const own = [...new Set(manifests.flatMap(({ packages }) => packages))];
  const old = manifests.flatMap((manifest) => manifest.needless);
  const isMoved = written.length > 0 || files.every(({ uses }) => uses.length === 0);
  if (own.length + dependents.length > 0) {
    lines.push('', 'Packages', '  npm install kafka-napi');
    const removable = own.filter((name) => !stays.includes(name) && !dependents.some((one) => one.package === name));
    if (removable.length > 0) {
      lines.push(`  npm uninstall ${removable.join(' ')}${isMoved ? '' : '   (after the imports have changed)'}`);
    }
  }
  for (const { name, why } of old) lines.push(`  ${name} is not needed: ${why}`);
  return lines;
}

/** Packages that cannot be changed, and what gives them kafka-napi. */
function dependentLines({ dependents, manifests, isInstalled, aliased }: Report): string[] {
  const lines: string[] = [];
  const importing = dependents.filter(({ how }) => how === 'imports');
  const instrumenting = dependents.filter(({ how }) => how === 'instruments');
  if (importing.length > 0) {
    lines.push('', 'Installed packages that import one themselves');
    for (const one of importing) lines.push(`  ${one.name} imports ${one.package}`);
  }
  if (instrumenting.length > 0) {
    lines.push('', 'Packages that trace or measure what is imported by its name');
    for (const one of instrumenting) {
      lines.push(
        `  ${one.name} looks for ${one.package}: of ${entries[one.package]!} it would see nothing, and not say so`,
      );
    }
  }
  const names = [...new Set(dependents.map((one) => one.package))].filter((name) => !aliased.includes(name));
  if (names.length > 0) {
    const table = Object.fromEntries(names.map((name) => [name, shims[name]!]));
    lines.push(
      'They move without a change if package.json has, and npm install runs again:',
      ...JSON.stringify({ dependencies: table, overrides: table }, undefined, 2)
        .split('\n')
        .slice(1, -1)
        .map((line) => `  ${line.slice(2)}`),
      'With yarn it is "resolutions" instead of "overrides", with pnpm "pnpm": { "overrides": … }.',
    );
    if (instrumenting.some((one) => names.includes(one.package))) {
      lines.push(
        'Your own imports then stay as they are: under the old name they are kafka-napi too, and are traced.',
        'With pnpm, tracing needs node-linker=hoisted in .npmrc: a link has the name of the package it leads to.',
      );
    }
  }
  const isUnknown = !isInstalled && manifests.some(({ packages }) => packages.length > 0);
  if (isUnknown) {
    lines.push(
      '',
      'Nothing is installed here. Run npm install and this again: installed packages may need one as well.',
    );
  }
  return lines;
}

function transporterLines({ transporters }: Report): string[] {
  if (transporters.length === 0) return [];
  return [
    '',
    "Moleculer's transporter",
    ...transporters.map(({ file, line, word }) => `  ${file}:${line}  ${word}`),
    '  Moleculer 0.14 imports kafka-node for it, and 0.15 @platformatic/kafka: kafka-napi has the API of neither, and it',
    '  stays. @moleculer/channels imports kafkajs, and moves.',
  ];
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
  const lines = [
    ...importLines(report),
    ...differenceLines(report),
    ...groupLines(report),
    ...packageLines(report),
    ...dependentLines(report),
    ...transporterLines(report),
  ];
  const canWrite = report.files.some(({ uses }) =>
    uses.some((use) => !isInner(use) && !report.stays.includes(use.package)),
  );
  if (report.written.length > 0) lines.push('', `${report.written.length} file(s) written.`);
  else if (canWrite) lines.push('', 'Nothing was written. --write changes the imports.');
  return `${lines.join('\n')}\n`;
}
