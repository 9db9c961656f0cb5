'use strict';

// For "node -r": lets plain node load the TypeScript of this repository, transpiled as jest does it.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};

// Packages that the command line loads by their names: from their sources, as everything else.
const sources = path.join(__dirname, '../../../packages/ui/src/server');
const entries = { 'kafka-napi-ui': 'index.ts', 'kafka-napi-ui/kql': 'kql/index.ts' };
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function resolve(request, ...rest) {
  if (Object.hasOwn(entries, request)) return path.join(sources, entries[request]);
  return resolveFilename.call(this, request, ...rest);
};
