// The program that every platform and runtime runs: smoke.cjs DIST FOLDER. It writes FOLDER/result.json: one entry for each
// check, "ok" or what went wrong, and "end" last. Standard output is not relied on: wine's is not always there.
const { execFileSync } = require('node:child_process');
const { X509Certificate } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');
const { Worker } = require('node:worker_threads');

const [dist, folder] = process.argv.slice(2).map((each) => path.resolve(each));
const { Producer, Consumer, KafkaError } = require(path.join(dist, 'index.js'));
const { MockCluster } = require(path.join(dist, 'testing', 'index.js'));
const RECORDS = 10_000;
const results = { runtime: runtime() };

function runtime() {
  const { bun, deno, node } = process.versions;
  return bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
}

function expect(what, actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, expected ${b}`);
}

async function check(name, work) {
  try {
    await work();
    results[name] = 'ok';
  } catch (error) {
    results[name] = `${error.code ?? error.name}: ${error.message}`;
  }
  fs.writeFileSync(path.join(folder, 'result.json'), JSON.stringify(results));
}

async function roundTrip(cluster, codec) {
  const topic = `codec-${codec}`;
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new Producer({ ...servers, 'compression.type': codec });
  const records = Array.from({ length: RECORDS }, (_, i) => ({
    topic,
    key: `key ${i}`,
    value: `value ${i}`,
    headers: i % 100 === 0 ? { number: String(i) } : undefined,
  }));
  await producer.sendBatch(records);
  await producer.close();
  const consumer = new Consumer({
    ...servers,
    'group.id': `group-${codec}`,
    'auto.offset.reset': 'earliest',
    'key.deserializer': 'string',
    'value.deserializer': 'string',
  });
  consumer.subscribe([topic]);
  const seen = new Set();
  let headers = 0;
  for await (const record of consumer.stream({ idleTimeoutMs: 60_000 })) {
    if (record.value !== record.key.replace('key', 'value')) throw new Error(`${record.key} came with ${record.value}`);
    seen.add(record.key);
    if (record.headers && Object.keys(record.headers).length > 0) headers++;
    if (seen.size === RECORDS) break;
  }
  await consumer.close();
  expect('records', [seen.size, headers], [RECORDS, RECORDS / 100]);
}

async function transaction(cluster) {
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new Producer({ ...servers, 'transactional.id': 'smoke' });
  await producer.initTransactions();
  await producer.transaction(async (tx) => {
    for (let i = 0; i < 10; i++) await tx.send({ topic: 'transaction', partition: 0, value: String(i) });
  });
  await producer.close();
  const consumer = new Consumer({ ...servers, 'isolation.level': 'read_committed', 'value.deserializer': 'string' });
  consumer.assign([{ topic: 'transaction', partition: 0, offset: 'beginning' }]);
  const values = [];
  for await (const record of consumer.stream({ idleTimeoutMs: 60_000 })) if (values.push(record.value) === 10) break;
  await consumer.close();
  expect('values', values.join(''), '0123456789');
}

/** Whether the addon's OpenSSL accepts this server's certificate. */
async function handshake(properties) {
  const options = {
    key: fs.readFileSync(path.join(folder, 'key.pem')),
    cert: fs.readFileSync(path.join(folder, 'cert.pem')),
  };
  let settle;
  const settled = new Promise((resolve) => (settle = resolve));
  const server = tls.createServer(options, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => settle('accepted'));
  });
  server.on('tlsClientError', () => settle('refused'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const producer = new Producer({
    'bootstrap.servers': `127.0.0.1:${server.address().port}`,
    'security.protocol': 'ssl',
    ...properties,
  });
  producer.on('error', (error) => {
    if (/certificate verify failed|handshake failed/i.test(error.message)) settle('refused');
  });
  const timer = setTimeout(settle, 60_000, 'neither accepted nor refused in 60 s');
  const result = await settled;
  clearTimeout(timer);
  await producer.close({ timeoutMs: 0 }).catch((error) => {
    if (!KafkaError.is(error)) throw error;
  });
  server.close();
  return result;
}

/**
 * The certificate in one of the user's own stores, as `work` runs. The registry is where Windows keeps it: one value, a list
 * of properties (number, 1, size, bytes), of which 32 is the certificate itself.
 */
async function inStore(store, work) {
  const { raw, fingerprint } = new X509Certificate(fs.readFileSync(path.join(folder, 'cert.pem')));
  const head = Buffer.alloc(12);
  [32, 1, raw.length].forEach((number, i) => head.writeUInt32LE(number, 4 * i));
  const name = `HKCU\\Software\\Microsoft\\SystemCertificates\\${store}\\Certificates\\${fingerprint.replaceAll(':', '')}`;
  const blob = Buffer.concat([head, raw]).toString('hex');
  const reg = (...args) => execFileSync('reg', [...args, '/f'], { stdio: 'ignore' });
  reg('add', name, '/v', 'Blob', '/t', 'REG_BINARY', '/d', blob);
  try {
    return await work();
  } finally {
    reg('delete', name);
  }
}

function worker(cluster, topic) {
  return new Promise((resolve, reject) => {
    const instance = new Worker(path.join(__dirname, 'worker.cjs'), {
      workerData: { dist, topic, servers: cluster.bootstrapServers },
    });
    instance.on('message', (count) => (count === 1000 ? undefined : reject(new Error(`${count} records of 1000`))));
    instance.on('error', reject);
    instance.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the worker ended with ${code}`))));
  });
}

async function terminatedWorker(cluster) {
  const instance = new Worker(path.join(__dirname, 'worker.cjs'), {
    workerData: { dist, topic: 'open', servers: cluster.bootstrapServers, stayOpen: true },
  });
  await new Promise((resolve, reject) => {
    instance.once('message', resolve);
    instance.once('error', reject);
  });
  await instance.terminate();
}

async function main() {
  const cluster = await MockCluster.start({ brokers: 3 });
  const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
  for (const codec of codecs) await check(`codec ${codec}`, () => roundTrip(cluster, codec));
  await check('transaction', () => transaction(cluster));
  await check('tls accepted', async () =>
    expect('handshake', await handshake({ 'ssl.ca.location': path.join(folder, 'cert.pem') }), 'accepted'),
  );
  await check('tls, a name that is not ASCII', async () => {
    const file = path.join(folder, 'zertifikat-ä-証明書.pem');
    fs.copyFileSync(path.join(folder, 'cert.pem'), file);
    expect('handshake', await handshake({ 'ssl.ca.location': file }), 'accepted');
  });
  await check('tls refused', async () => expect('handshake', await handshake({}), 'refused'));
  if (process.platform === 'win32') {
    // Windows itself lets nothing into the default one, Root, without asking the user: wine does.
    const store = process.env.WINEPREFIX ? 'Root' : 'KafkaNapiTest';
    const properties = store === 'Root' ? {} : { 'ssl.ca.certificate.stores': store };
    await check('tls, certificate store', () =>
      inStore(store, async () => expect('handshake', await handshake(properties), 'accepted')),
    );
  }
  await check('two workers', () => Promise.all([worker(cluster, 'first'), worker(cluster, 'second')]));
  await check('terminated worker', () => terminatedWorker(cluster));
  await cluster.close();
  await check('end', () => {});
}

void main().catch((error) => check('main', () => Promise.reject(error)));
