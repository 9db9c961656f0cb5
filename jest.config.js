'use strict';

// One project for each kind of test, by what it needs: unit (nothing, or the addon), mock (the addon and its embedded mock
// cluster), lifecycle (child processes and workers), package (the packed tarball), integration (Java: a real Kafka).
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.[cm]?ts$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: 'inline' },
    ],
  },
};

const project = (name, extra = {}) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...extra,
});

module.exports = {
  testTimeout: 60_000,
  projects: [
    project('unit'),
    project('mock'),
    project('lifecycle'),
    project('package'),
    project('integration', {
      globalSetup: '<rootDir>/test/helpers/kafka/global-setup.ts',
      globalTeardown: '<rootDir>/test/helpers/kafka/global-teardown.ts',
    }),
  ],
};
