import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CommandError } from '../exit';

const name = 'kafka-napi-ui';

/**
 * An entry point of the package kafka-napi-ui, which is installed beside this one, or where the user is.
 * @param command Who asks, as `ui`.
 * @param ours The version of this package.
 * @param entry `''`, or `/kql`.
 * @throws CommandError where it is missing, or belongs to another version.
 */
export function loadUiPackage<Entry>(command: string, ours: string, entry: '' | '/kql' = ''): Entry {
  const found = find();
  if (found === undefined)
    throw new CommandError(
      `kafka-napi ${command} needs the package ${name}, which is not installed: npm install ${name} (or leave out --omit=optional)`,
    );
  const { version } = JSON.parse(readFileSync(found.manifest, 'utf8')) as { version: string };
  if (version !== ours)
    throw new CommandError(
      `${name} ${version} belongs to kafka-napi ${version}, this is ${ours}: npm install ${name}@${ours}`,
    );
  return found.load(`${name}${entry}`) as Entry;
}

/** Beside this file first, then from the working directory on. */
function find(): { load: NodeJS.Require; manifest: string } | undefined {
  for (const from of [__filename, path.join(process.cwd(), 'package.json')]) {
    const load = createRequire(from);
    try {
      return { load, manifest: load.resolve(`${name}/package.json`) };
    } catch {
      // Not there; the other place is left.
    }
  }
  return undefined;
}
