/** What Prometheus and `promtool check metrics` require of an exposition, without either. */

export interface Series {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`, 's');
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)/;
const GO_FLOAT = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|Inf|NaN)$/i;

/** All series of a text. Throws with the line that Prometheus would refuse, or promtool would complain about. */
export function parsePrometheus(text: string): Series[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  const series: Series[] = [];
  const seen = new Set<string>();
  const families = new Map<string, { help: boolean; type: boolean }>();
  let current = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const refuse = (why: string): never => {
      throw new Error(`${why}: ${line}`);
    };
    const comment = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line);
    if (comment !== null) {
      const [, kind, name, rest] = comment as unknown as [string, 'HELP' | 'TYPE', string, string];
      if (current !== name) {
        if (families.has(name)) refuse('a family in two places');
        families.set(name, { help: false, type: false });
        current = name;
      }
      const family = families.get(name)!;
      const key = kind === 'HELP' ? 'help' : 'type';
      if (family[key]) refuse(`two lines of ${kind}`);
      family[key] = true;
      if (kind === 'TYPE' && rest !== 'gauge') refuse('the type is no gauge');
      if (kind === 'HELP' && /\\[^n\\]/.test(rest)) refuse('a help text with a wrong escape');
      if (/_total$|_count$|_bucket$/.test(name)) refuse('the name of another type');
      if (!/^[a-z][a-z0-9_]*$/.test(name)) refuse('a name that is not in snake case');
      continue;
    }
    const [, name, labelText, value] = (SAMPLE.exec(line) ?? refuse('no sample')) as unknown as string[];
    const family = families.get(name!);
    if (current !== name || family === undefined || !family.help || !family.type)
      refuse('a sample outside of its family');
    if (!GO_FLOAT.test(value!)) refuse('no number');
    const labels = labelsOf(labelText ?? '', refuse);
    const key = `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
    if (seen.has(key)) refuse('the same series twice');
    seen.add(key);
    series.push({ name: name!, labels, value: Number(value) });
  }
  for (const [name, { help, type }] of families) if (!help || !type) throw new Error(`${name} has no HELP or no TYPE`);
  return series;
}

function labelsOf(text: string, refuse: (why: string) => never): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== '';) {
    const [all, name, value] = (LABEL.exec(rest) ?? refuse('a wrong label')) as unknown as [string, string, string];
    if (Object.hasOwn(labels, name) || name.startsWith('__')) refuse('a label twice, or a reserved one');
    labels[name] = value.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
    rest = rest.slice(all.length);
  }
  return labels;
}

/** Names of metrics in an expression of PromQL, each with the labels that are asked of it. */
export function namesIn(expression: string): { name: string; labels: string[] }[] {
  const by = [...expression.matchAll(/\bby ?\(([^)]*)\)/g)].flatMap(([, list]) =>
    list!.split(',').map((one) => one.trim()),
  );
  return [...expression.matchAll(/\b(kafka_[a-z_]+)(?:\{([^}]*)\})?/g)].map(([, name, matchers]) => ({
    name: name!,
    labels: [
      ...by,
      ...(matchers ?? '').split(/,\s*/).flatMap((one) => /^(\w+)(?==|!)/.exec(one.trim())?.[1] ?? []),
    ].filter((label) => !['job', 'instance', ''].includes(label)),
  }));
}
