// Checks that two builds of one commit are equal: builds it a second time from a copy in another folder, without any
// object file of the first build, and compares the archives byte by byte.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root } from '../inputs.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });

/** Only what is committed is in the copy. */
export function expectCommitted() {
  if (git('status', '--porcelain', '--untracked-files=no') !== '')
    throw new Error('--twice compares two builds of one commit, but there are uncommitted changes. Commit them first');
}

function copyCommit(folder) {
  const archive = path.join(folder, '..', 'commit.tar');
  git('archive', '--format=tar', `--output=${archive}`, 'HEAD');
  mkdirSync(folder);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}

/** Builds `target` again. Throws if the new archive differs from `archive`. */
export function expectSameAgain(target, archive) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-again-'));
  const copy = path.join(work, 'another-folder');
  try {
    copyCommit(copy);
    execFileSync(process.execPath, ['scripts/prebuilds.mjs', '--target', target, '--compile'], {
      cwd: copy,
      stdio: ['ignore', 2, 2],
    });
    const second = path.join(copy, 'prebuilds', path.basename(archive));
    const [a, b] = [archive, second].map((file) => readFileSync(file));
    if (a.equals(b)) return;
    // Kept beside the first for comparison.
    copyFileSync(second, `${archive}.again`);
    throw new Error(
      `two builds differ: ${path.relative(root, archive)} (${a.length} bytes) and .again (${b.length} bytes)`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
