/** One project for each folder under test/; scripts/test.mjs decides what runs beside what. */
const fs = require('node:fs');
const path = require('node:path');

const swc = (parser, jsx) => [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript', ...parser }, transform: jsx }, sourceMaps: 'inline' },
];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': swc({}),
    '^.+\\.tsx$': swc({ tsx: true }, { react: { runtime: 'automatic', importSource: 'preact' } }),
  },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/(dist|build|build-[^/]*|npm|prebuilds)/', '<rootDir>/packages/[^/]*/dist/'],
  // The packages import the root by its name: from its sources, as every test does.
  moduleNameMapper: { '^kafka-napi$': '<rootDir>/src/index.ts', '^kafka-napi/(.*)$': '<rootDir>/src/$1/index.ts' },
};

/** The integration tests share one real Kafka, which lasts from the first of them to the last. */
const extra = {
  integration: {
    globalSetup: '<rootDir>/test/helpers/kafka/global-setup.ts',
    globalTeardown: '<rootDir>/test/helpers/kafka/global-teardown.ts',
  },
};

/** Tests of the page and its server on a real Kafka, in a browser: a phase that is run by name. */
const ui = {
  ...common,
  displayName: 'ui',
  testMatch: ['<rootDir>/packages/ui/test/integration/**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/helpers/limits.js'],
};

/** Tests that need nothing but this process. The others start JVMs, compilers, shells: see limits.js. */
const alone = ['unit'];

const projects = fs
  .readdirSync(path.join(__dirname, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['helpers', 'fixtures', 'native'].includes(entry.name))
  .map(({ name }) => ({
    ...common,
    displayName: name,
    // A package has its tests in folders of the same names, which run in the same phases.
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`, `<rootDir>/packages/*/test/${name}/**/*.test.ts`],
    testPathIgnorePatterns: ['/node_modules/', '<rootDir>/packages/ui/test/integration/'],
    setupFilesAfterEnv: alone.includes(name) ? [] : ['<rootDir>/test/helpers/limits.js'],
    ...extra[name],
  }));

projects.push({ ...ui, ...extra.integration });

module.exports = { projects, testTimeout: 60_000 };
