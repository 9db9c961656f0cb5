/** Prometheus' text format, version 0.0.4. */

/** Names and values of the labels of one sample, in a fixed order. */
export type Labels = Readonly<Record<string, string | number>>;

export interface Family {
  name: string;
  help: string;
  /** Every sample has other values of the same labels. */
  samples(): Iterable<readonly [labels: string, value: number]>;
}

/** After so many samples others have their turn: a large cluster has hundreds of thousands. */
const AT_ONCE = 5000;

/** `{topic="orders",partition="0"}`. A name must be letters, digits and `_`. */
export function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Texts of labels that have a partition besides these. */
export function partitionLabels(labels: Labels): (partition: number) => string {
  const begin = labelText(labels).slice(0, -1);
  return (partition) => `${begin},partition="${partition}"}`;
}

const escaped = (value: string): string => value.replace(/[\\\n"]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`));

/**
 * All families, one after the other. All are gauges. One without samples is left out, and so is a value that is
 * none.
 */
export async function metricsText(families: readonly Family[]): Promise<string> {
  const chunks: string[] = [];
  let count = 0;
  for (const { name, help, samples } of families) {
    let text = '';
    for (const [labels, value] of samples()) {
      if (!Number.isFinite(value)) continue;
      text += `${name}${labels} ${value === 0 ? 0 : value}\n`;
      if (++count % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (text !== '') chunks.push(`# HELP ${name} ${help}\n# TYPE ${name} gauge\n`, text);
  }
  return chunks.join('');
}
