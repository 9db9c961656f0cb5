// What dependents do with the installed package: module systems, type checkers, test runners, bundlers, a single
// executable. Each returns what its program prints.
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from '../inputs.mjs';
import { localTarget, targets } from '../platforms/targets.mjs';
import { expected, source } from './first-message.mjs';
import { must } from './machine.mjs';

const own = (...parts) => path.join(root, 'node_modules', ...parts);

function typescript(project, name, ...options) {
  // CommonJS of old knows neither .mts nor "exports".
  const old = options.includes('node10');
  const file = `${name}.${old ? 'ts' : 'mts'}`;
  project.write(file, source.typescript);
  must(
    project.node(
      own('typescript', 'bin', 'tsc'),
      ...['--strict', '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--types', 'node'],
      ...['--typeRoots', own('@types'), ...options, file],
    ),
    'tsc',
  );
  return must(project.node(`${name}.${old ? 'js' : 'mjs'}`), 'the program');
}

/** A test runner prints no message: its exit status says that the message has arrived. */
function testRunner(run) {
  must(run, 'the test runner');
  return expected;
}

/** Runs a program of build steps: the bundlers' own interfaces say more than their command lines. */
function build(project, name, text) {
  project.write(`${name}.build.mjs`, text);
  must(project.node(`${name}.build.mjs`), 'the bundler');
}

/** [name, use(project)], for a project with kafka-napi in node_modules. */
export function uses(tools) {
  const tool = (...parts) => path.join(tools, 'node_modules', ...parts);
  const moduleOf = (...parts) => JSON.stringify(pathToFileURL(tool(...parts)).href);
  const esbuild = (project, name, options) =>
    build(
      project,
      name,
      `import { buildSync } from ${moduleOf('esbuild', 'lib', 'main.js')};
       buildSync({ entryPoints: ['entry.mjs'], bundle: true, platform: 'node', logLevel: 'error', ...${JSON.stringify(options)} });`,
    );
  const webpack = (project, name, externals) =>
    build(
      project,
      name,
      `import webpack from ${moduleOf('webpack', 'lib', 'index.js')};
       webpack({ mode: 'production', target: 'node', entry: './entry.mjs', context: process.cwd(), externals: ${externals},
         output: { path: process.cwd(), filename: '${name}.cjs' } }, (error, stats) => {
         if (error || stats.hasErrors()) { console.error(error ?? stats.toString()); process.exitCode = 1; }
       });`,
    );
  const printed = (project, file) => must(project.node(file), 'the program');
  const entry = (project) => project.write('entry.mjs', source.esm);

  return [
    ['ESM', (project) => (project.write('a.mjs', source.esm), printed(project, 'a.mjs'))],
    ['CommonJS', (project) => (project.write('a.cjs', source.commonjs), printed(project, 'a.cjs'))],
    ['TypeScript, nodenext', (project) => typescript(project, 'nodenext', '--module', 'nodenext')],
    [
      'TypeScript, node10',
      (project) => typescript(project, 'node10', '--module', 'commonjs', '--moduleResolution', 'node10'),
    ],
    ['TypeScript, node16', (project) => typescript(project, 'node16', '--module', 'node16')],
    [
      'TypeScript, bundler',
      (project) => typescript(project, 'bundler', '--module', 'esnext', '--moduleResolution', 'bundler'),
    ],
    [
      'jest',
      (project) => {
        project.write('a.jest.test.cjs', source.jest);
        const args = [
          '--rootDir',
          project.folder,
          '--testMatch',
          '**/*.jest.test.cjs',
          '--moduleFileExtensions',
          'cjs',
        ];
        const more = ['js', 'json', 'node'].flatMap((each) => ['--moduleFileExtensions', each]);
        return testRunner(project.node(own('jest', 'bin', 'jest.js'), ...args, ...more, '--coverageProvider', 'v8'));
      },
    ],
    ...['threads', 'forks'].map((pool) => [
      `vitest, ${pool}`,
      (project) => {
        project.write('a.vitest.test.mjs', source.vitest);
        const args = ['run', '--globals', '--pool', pool, 'a.vitest'];
        return testRunner(project.node(tool('vitest', 'vitest.mjs'), ...args));
      },
    ]),
    [
      'esbuild',
      (project) => {
        entry(project);
        esbuild(project, 'esbuild', { outfile: 'esbuild.cjs', external: ['@kafka-napi/*'] });
        return printed(project, 'esbuild.cjs');
      },
    ],
    [
      'esbuild, the binary copied',
      (project) => {
        entry(project);
        const external = targets.filter((each) => each !== localTarget()).map((each) => `@kafka-napi/${each}`);
        const options = { outfile: 'copied/main.cjs', external, loader: { '.node': 'copy' } };
        esbuild(project, 'copied', options);
        return printed(project, 'copied/main.cjs');
      },
    ],
    [
      'rollup',
      (project) => {
        entry(project);
        build(
          project,
          'rollup',
          `import { rollup } from ${moduleOf('rollup', 'dist', 'es', 'rollup.js')};
           import commonjs from ${moduleOf('@rollup/plugin-commonjs', 'dist', 'es', 'index.js')};
           import resolve from ${moduleOf('@rollup/plugin-node-resolve', 'dist', 'es', 'index.js')};
           import json from ${moduleOf('@rollup/plugin-json', 'dist', 'es', 'index.js')};
           const bundle = await rollup({ input: 'entry.mjs', external: [/^node:/, /^@kafka-napi\\//], onwarn() {},
             plugins: [resolve({ preferBuiltins: true, exportConditions: ['node'] }), commonjs({ ignoreDynamicRequires: true, ignore: (id) => id.startsWith('@kafka-napi/') }), json()] });
           await bundle.write({ file: 'rollup.cjs', format: 'cjs' });`,
        );
        return printed(project, 'rollup.cjs');
      },
    ],
    [
      'webpack',
      (project) => {
        entry(project);
        webpack(
          project,
          'webpack',
          `({ request }, done) => (/^@kafka-napi\\//.test(request) ? done(null, 'commonjs ' + request) : done())`,
        );
        return printed(project, 'webpack.cjs');
      },
    ],
    [
      'webpack, kafka-napi external (as Next.js does)',
      (project) => {
        entry(project);
        webpack(
          project,
          'server',
          `({ request }, done) => (/^kafka-napi(\\/|$)/.test(request) ? done(null, 'commonjs ' + request) : done())`,
        );
        return printed(project, 'server.cjs');
      },
    ],
    [
      'single executable',
      (project) => {
        entry(project);
        // A single executable's own require knows built-in modules only: the binary is found from the executable.
        const js = "require = require('node:module').createRequire(process.execPath);";
        esbuild(project, 'sea', { outfile: 'sea.cjs', external: ['@kafka-napi/*'], banner: { js } });
        project.write(
          'sea.json',
          JSON.stringify({ main: 'sea.cjs', output: 'sea.blob', disableExperimentalSEAWarning: true }),
        );
        must(project.node('--experimental-sea-config', 'sea.json'), 'node --experimental-sea-config');
        const program = path.join(project.folder, 'program');
        copyFileSync(process.execPath, program);
        chmodSync(program, 0o755);
        const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
        const args = [program, 'NODE_SEA_BLOB', 'sea.blob', '--sentinel-fuse', fuse];
        must(project.node(tool('postject', 'dist', 'cli.js'), ...args), 'postject');
        return must(project.run(program, []), 'the program');
      },
    ],
  ];
}
