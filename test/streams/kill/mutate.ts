/** For "node -r", after ts-hook.js: modules of the runtime with the mutation that the environment names. */
import { readFileSync } from 'node:fs';
import type Module from 'node:module';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { MUTATION, mutations, patched } from './mutations';

const runtime = path.resolve(__dirname, '../../../src/streams/runtime');
const mutation = mutations[process.env[MUTATION] ?? ''];
if (!mutation) throw new Error(`${MUTATION}: ${process.env[MUTATION]} is none of ${Object.keys(mutations).join(', ')}`);

const { extensions } = require;
const load = extensions['.ts']!;
extensions['.ts'] = (module, filename) => {
  const patches = mutation.patches.filter(({ file }) => path.resolve(runtime, file) === filename);
  if (patches.length === 0) return load(module, filename);
  const source = patches.reduce(patched, readFileSync(filename, 'utf8'));
  const { code } = transformSync(source, {
    filename,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  (module as Module & { _compile(code: string, filename: string): void })._compile(code, filename);
};
