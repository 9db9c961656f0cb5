import { expectSuccess, jsonLines } from '../../helpers/child';

// Published librdkafka polls without a pause here: 5 CPU seconds in 5 s (deps/patches/librdkafka).
test('a producer whose broker does not answer waits without using the CPU', async () => {
  const printed = await expectSuccess('test/mock/producer/programs/stalled-broker.ts', { args: ['5'] });
  const [{ cpuSeconds }] = jsonLines<{ cpuSeconds: number }>(printed) as [{ cpuSeconds: number }];
  expect(cpuSeconds).toBeLessThan(0.5);
});
