// The package managers: how each installs, what its project needs for that, and how a program is then run.
import { execFileSync } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import path from 'node:path';

import { must } from './machine.mjs';

const npmCli = () => realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());

const berry = (address, linker) => ({
  '.yarnrc.yml': `npmRegistryServer: "${address}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false
enableImmutableInstalls: false\nnodeLinker: ${linker}\n`,
  'yarn.lock': '',
});

/**
 * Each: name, files of the project, prepare(project) before it is installed, install(project), and run(project, file),
 * which returns what the file prints.
 */
export function managers(tools, address) {
  const tool = (...parts) => path.join(tools, 'node_modules', ...parts);
  const bun = tool('bun-runtime', 'bin', 'bun');
  const withNode = (project, file) => must(project.node(file), file);
  const npm = npmCli();
  const installer =
    (program, ...args) =>
    (project) =>
      must(project.node(program, ...args), 'install');
  return [
    { name: 'npm', install: installer(npm, 'install', 'kafka-napi'), run: withNode },
    {
      name: 'npm, scripts off',
      install: installer(npm, 'install', '--ignore-scripts', 'kafka-napi'),
      run: withNode,
    },
    {
      name: 'npm ci',
      prepare: (project) => {
        installer(npm, 'install', 'kafka-napi')(project);
        rmSync(path.join(project.folder, 'node_modules'), { recursive: true });
      },
      install: installer(npm, 'ci'),
      run: withNode,
    },
    { name: 'pnpm', install: installer(tool('pnpm', 'bin', 'pnpm.cjs'), 'add', 'kafka-napi'), run: withNode },
    {
      name: 'yarn 1',
      install: installer(
        tool('yarn', 'bin', 'yarn.js'),
        'add',
        'kafka-napi',
        '--registry',
        address,
        '--cache-folder',
        '.yarn-cache',
      ),
      run: withNode,
    },
    {
      name: "yarn 4, Plug'n'Play",
      files: berry(address, 'pnp'),
      install: installer(tool('@yarnpkg', 'cli-dist', 'bin', 'yarn.js'), 'add', 'kafka-napi'),
      run: (project, file) => must(project.node('-r', './.pnp.cjs', file), file),
    },
    {
      name: 'yarn 4, node_modules',
      files: berry(address, 'node-modules'),
      install: installer(tool('@yarnpkg', 'cli-dist', 'bin', 'yarn.js'), 'add', 'kafka-napi'),
      run: withNode,
    },
    {
      name: 'Bun',
      install: (project) => must(project.run(bun, ['add', 'kafka-napi', `--registry=${address}`]), 'install'),
      run: (project, file) => must(project.run(bun, [file]), file),
    },
  ];
}

export { npmCli };
