// node bench/streams/disk-memory.mjs [--keys 10000000] [--pending 67108864]: how much memory a store on disk takes.
//
// Counts, put in the order of their keys; then a tenth of a million reads and as many updates of keys by chance.
// `--pending`: bytes of writes that wait in memory for a commit. Needs `npm run build`, and the package lmdb.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const { Stores } = require('../../dist/streams/index.js');
const { StoreFolder } = require('../../dist/streams/stores/disk/store-folder.js');
const { values: options } = parseArgs({
  options: { keys: { type: 'string', default: '10000000' }, pending: { type: 'string', default: '67108864' } },
});
const count = Number(options.keys);
const others = 100_000;
const folder = mkdtempSync(path.join(tmpdir(), 'disk-memory-'));
const stores = new StoreFolder(folder, 1);
const bytes = stores.bytes(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('counts'), 'bytes', 'bytes'));
const keyOf = (i) => Buffer.from(`customer-${String(i).padStart(12, '0')}`);

let state = 1;
/** Below `end`, by chance (xorshift). */
function below(end) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % end;
}

let peak = 0;
function megabytes() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  const disk = Math.round(statSync(path.join(folder, 'data.mdb')).size / 2 ** 20);
  peak = Math.max(peak, of('VmRSS'));
  return `RSS ${of('VmRSS')} MB, of it anonymous ${of('RssAnon')}, pages of the file ${of('RssFile')}; file ${disk} MB`;
}

function put(i) {
  const value = Buffer.alloc(8);
  value.writeUInt32BE(i, 4);
  bytes.set(keyOf(i), { value, timestamp: i });
  if (bytes.pendingBytes >= Number(options.pending)) stores.flush([{ bytes, offset: i + 1 }]);
}

let since = Date.now();
const seconds = () => {
  const passed = (Date.now() - since) / 1000;
  since = Date.now();
  return `${passed.toFixed(1)} s`;
};

console.log('empty:', megabytes());
for (let i = 0; i < count; i++) {
  put(i);
  if ((i + 1) % 1_000_000 === 0) console.log(i + 1, seconds(), megabytes());
}
stores.flush([{ bytes, offset: count }]);
let found = 0;
for (let i = 0; i < others; i++) if (bytes.get(keyOf(below(count)))) found++;
console.log(`${found} of ${others} read:`, seconds(), megabytes());
for (let i = 0; i < others; i++) put(below(count));
stores.flush([{ bytes, offset: count }]);
console.log(`${others} updated, ${bytes.size} keys:`, seconds(), megabytes());
console.log(`peak of these: ${peak} MB`);
stores.close();
rmSync(folder, { recursive: true, force: true });
