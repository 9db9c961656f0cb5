// The program of a dependent, in each form that JavaScript has: one record out, and the same one in.

const body = (types) => `
export async function firstMessage()${types ? ': Promise<string>' : ''} {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new Producer(servers);
  await producer.send({ topic: 't', value: 'first message' });
  await producer.close();
  const consumer = new Consumer({ ...servers, 'group.id': 'g', 'auto.offset.reset': 'earliest' });
  consumer.subscribe(['t']);
  let value = '';
  for await (const record of consumer.stream({ limit: 1 })) value = String(record.value);
  await consumer.close();
  await cluster.close();
  return value;
}
`;
const imports = `import { Consumer, Producer } from 'kafka-napi';\nimport { MockCluster } from 'kafka-napi/testing';\n`;
const print = `void firstMessage().then((value) => console.log(value));\n`;
const requires =
  `const { Consumer, Producer } = require('kafka-napi');\n` +
  `const { MockCluster } = require('kafka-napi/testing');\n`;
const common = requires + body(false).replace('export ', '');
const test = `test('the first message arrives', async () => expect(await firstMessage()).toBe('first message'), 60_000);\n`;

/** What the program prints. */
export const expected = 'first message';

export const source = {
  esm: imports + body(false) + print,
  commonjs: common + print,
  typescript: imports + body(true) + print,
  jest: common + test,
  vitest: imports + body(false) + test,
};
