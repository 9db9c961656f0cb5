#!/usr/bin/env node
/** `kafka-napi-ui …` is `kafka-napi ui …` of the kafka-napi that is installed beside it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const load = createRequire(__filename);

function commandOfKafka(): string | undefined {
  try {
    const manifest = load.resolve('kafka-napi/package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
    return path.join(path.dirname(manifest), bin['kafka-napi']!);
  } catch {
    return undefined;
  }
}

const command = commandOfKafka();
if (command === undefined) {
  process.stderr.write(
    'kafka-napi-ui needs the package kafka-napi, which is not installed: npm install kafka-napi kafka-napi-ui\n',
  );
  process.exitCode = 1;
} else {
  process.argv.splice(2, 0, 'ui');
  load(command);
}
