/** One project for each folder under test/; scripts/test.mjs decides what runs beside what. */
const fs = require('node:fs');
const path = require('node:path');

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' }],
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/(dist|build|build-[^/]*|npm|prebuilds)/'],
};

/** The integration tests share one real Kafka, which lasts from the first of them to the last. */
const extra = {
  integration: {
    globalSetup: '<rootDir>/test/helpers/kafka/global-setup.ts',
    globalTeardown: '<rootDir>/test/helpers/kafka/global-teardown.ts',
  },
};

const projects = fs
  .readdirSync(path.join(__dirname, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['helpers', 'fixtures', 'native'].includes(entry.name))
  .map(({ name }) => ({
    ...common,
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
    ...extra[name],
  }));

module.exports = { projects, testTimeout: 60_000 };
