// Checks the includes of native/: core may include core and librdkafka, but never Node; node may include node and core,
// but never librdkafka's header. Also checks that every reference to a JavaScript value is a Held one, because a debug
// build watches those.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { root } from './inputs.mjs';

const rules = [
  { folder: 'native/core', forbidden: /^(napi\.h|node_api.*|js_native_api.*|uv\.h|v8.*|node\.h|(\.\.\/)*node\/.*)$/ },
  { folder: 'native/node', forbidden: /^(.*rdkafka.*\.h)$/ },
];

/** Prints each include that points the wrong way; true when there is none. */
export function checkNativeIncludes(folderRoot = root) {
  let good = true;
  for (const { folder, forbidden } of rules) {
    for (const name of readdirSync(path.join(folderRoot, folder), { recursive: true }).filter((file) =>
      /\.(cc|c|h)$/.test(file),
    )) {
      const lines = readFileSync(path.join(folderRoot, folder, name), 'utf8').split('\n');
      lines.forEach((line, index) => {
        if (name !== 'held.h' && /\bNapi::(\w*Reference\b|Persistent\b|Weak\b)/.test(line)) {
          console.error(`${folder}/${name}:${index + 1}: use Held of node/held.h for a reference`);
          good = false;
        }
        const included = /^\s*#\s*include\s*["<]([^">]+)[">]/.exec(line)?.[1];
        if (included === undefined || !forbidden.test(included)) return;
        console.error(`${folder}/${name}:${index + 1}: may not include ${included}`);
        good = false;
      });
    }
  }
  return good;
}
