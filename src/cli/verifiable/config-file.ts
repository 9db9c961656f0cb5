import { readFileSync } from 'node:fs';
import { usageError } from '../exit';
import type { Properties } from '../options';
import { parseProperties } from '../../index';

/**
 * The properties of `--command-config FILE` of Kafka's tools, without the serializers, which these tools set
 * themselves.
 */
export function configFile(file: string | undefined): Properties {
  if (file === undefined) return {};
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`--command-config ${file}: ${(error as Error).message}`);
  }
  return Object.fromEntries(parseProperties(text).filter(([name]) => !/^(key|value)\.(de)?serializer$/.test(name)));
}
