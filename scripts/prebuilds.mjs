// Makes the release artifact of this machine's platform with the "prebuild" tool: a clean release
// build, packed as prebuilds/<name>-v<version>-napi-v8-<platform>-<arch>.tar.gz. Run it on the oldest
// glibc and on Alpine; scripts/platform-packages.mjs then turns the collected archives into npm packages.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

import { fetchSources } from '../deps/fetch.mjs';
import { root } from './inputs.mjs';

fetchSources();
const prebuild = createRequire(import.meta.url).resolve('prebuild/bin.js');
const args = ['--backend', 'cmake-js', '--runtime', 'napi', '--target', '8', '--force', '--', '--parallel', '2'];
process.exitCode = spawnSync(process.execPath, [prebuild, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
