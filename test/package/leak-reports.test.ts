/** `npm run test:asan` distinguishes the addon's leaks from Node's. */
import { execFileSync } from 'node:child_process';

import { root } from '../helpers/addon';

const malloc = '#0 in __interceptor_malloc ../asan_malloc_linux.cpp:69 ((libasan.so+0xb89cf))';
const vector =
  '#1 in void std::vector<int>::_M_realloc_insert<int>(int&&) bits/vector.tcc:439 ((kafka_napi.node+0x11))';
const ours = '#2 in kafka_napi::Client::reply(unsigned int) native/core/client.cc:12 ((kafka_napi.node+0x12))';
const librdkafka = '#1 in rd_kafka_new src/rdkafka.c:2000 ((kafka_napi.node+0x13))';
const node = '#3 in node::Start(int, char**) (/usr/bin/node+0x1) ((node+0x1))';

function ownLeaks(...stacks: string[][]): number {
  const blocks = stacks.map(
    (frames) => `Direct leak of 8 byte(s) in 1 object(s) allocated from:\n    ${frames.join('\n    ')}`,
  );
  const report = [
    '=\n==1==ERROR: LeakSanitizer: detected memory leaks',
    ...blocks,
    'SUMMARY: AddressSanitizer: 8 byte(s)',
  ];
  const script = `import { ownLeaks } from './scripts/leak-reports.mjs';
    console.log(ownLeaks(${JSON.stringify(report.join('\n\n'))}).length);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }));
}

test('a leak belongs to the addon if the addon allocated it, no matter who called it', () => {
  expect(ownLeaks([malloc, librdkafka, ours, node], [malloc, vector, ours, node], [malloc, ours])).toBe(3);
});

test('what Node allocated is not, though the addon asked for it', () => {
  expect(ownLeaks([malloc, node], [malloc, node, ours, node], [malloc])).toBe(0);
});
