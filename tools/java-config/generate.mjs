// Joins Java's ConfigDefs (java-properties.json), their mapping to librdkafka (mapping.json) and librdkafka's own names
// in one table, and writes everything that is generated from it. `--check` compares instead of writing.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinTable } from './table.mjs';
import { renderProperties } from './render-properties.mjs';
import { renderTypes } from './render-types.mjs';
import { renderDocument } from './render-document.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const read = (name) => JSON.parse(readFileSync(join(here, name), 'utf8'));

const table = joinTable({
  java: read('java-properties.json'),
  mapping: read('mapping.json').properties,
  librdkafka: read('librdkafka-properties.json'),
  own: read('own-properties.json').properties,
});
const outputs = {
  'src/config/generated/properties.ts': renderProperties(table),
  'src/config/generated/types.ts': renderTypes(table),
  'docs/configuration.md': renderDocument(table),
};

const check = process.argv.includes('--check');
for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date. Run node tools/java-config/generate.mjs`);
    process.exitCode = 1;
  }
}
