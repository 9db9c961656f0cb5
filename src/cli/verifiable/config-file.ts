import { readFileSync } from 'node:fs';
import { usageError } from '../exit';
import type { Properties } from '../options';
import { parseProperties } from '../properties-file';

/**
 * `--command-config FILE` and `--command-property name=value` of Kafka's tools. Left out: class names of Java's serializers, which
 * these tools fix themselves.
 */
export function commandProperties(file: string | undefined, pairs: readonly string[] | undefined): Properties {
  const properties: Properties = {};
  if (file !== undefined) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw usageError(`--command-config ${file}: ${(error as Error).message}`);
    }
    for (const [name, value] of parseProperties(text)) properties[name] = value;
  }
  for (const pair of pairs ?? []) {
    const at = pair.indexOf('=');
    if (at <= 0) throw usageError(`--command-property ${pair}: expected name=value`);
    properties[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return properties;
}
