import { createProgram } from '../../../src/cli/program';

const withoutAddon = (): void => {
  jest.doMock('../../../src/binding/load', () => {
    throw new Error('the addon was loaded');
  });
};

afterEach(() => jest.resetModules());

test('--help lists every command and loads neither them nor the addon', () => {
  withoutAddon();
  const help = createProgram(['--help']).helpInformation();
  for (const name of [
    'demo',
    'broker',
    'produce',
    'consume',
    'topics',
    'perf',
    'verifiable-producer',
    'verifiable-consumer',
  ]) {
    expect(help).toMatch(new RegExp(`^  ${name}\\b.*\\S`, 'm'));
  }
});
