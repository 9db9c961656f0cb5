// Removes the comments from the JavaScript that tsc wrote. What users read is in the declarations beside it, which keep
// theirs; in the package they would be 57 KB of 1 MB.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const compilerOptions = {
  allowJs: true,
  removeComments: true,
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ESNext,
};

/** For the package in `folder`: of what was written since `startedAt`, in ms since the epoch. */
export function stripComments(folder, startedAt) {
  const dist = path.join(folder, 'dist');
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = path.join(dist, name);
    if (!name.endsWith('.js') || statSync(file).mtimeMs < startedAt) continue;
    writeFileSync(file, ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions }).outputText);
  }
}
