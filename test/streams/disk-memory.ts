/**
 * node -r ./test/helpers/kafka/ts-hook.js test/streams/disk-memory.ts [keys]: how much memory a store on disk takes.
 * Counts, put in the order of their keys; then a tenth of a million reads and as many updates of keys by chance.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stores } from '../../src/streams/index';
import { StoreFolder } from '../../src/streams/stores/disk/store-folder';
import { Random } from '../helpers/random';

const count = Number(process.argv[2] ?? 10_000_000);
const others = 100_000;
const folder = mkdtempSync(path.join(tmpdir(), 'disk-memory-'));
const stores = new StoreFolder(folder, 1);
const bytes = stores.bytes(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('counts'), 'bytes', 'bytes'));
const random = new Random(1);
const keyOf = (i: number): Buffer => Buffer.from(`customer-${String(i).padStart(12, '0')}`);

const megabytes = (): string => {
  const status = readFileSync('/proc/self/status', 'utf8');
  const of = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) / 1024);
  const disk = Math.round(statSync(path.join(folder, 'data.mdb')).size / 2 ** 20);
  return `RSS ${of('VmRSS')} MB, of it anonymous ${of('RssAnon')}, pages of the file ${of('RssFile')}; file ${disk} MB`;
};

function put(i: number): void {
  const value = Buffer.alloc(8);
  value.writeUInt32BE(i, 4);
  bytes.set(keyOf(i), { value, timestamp: i });
  if (bytes.pendingBytes >= 67_108_864) stores.flush([{ bytes, offset: i + 1 }]);
}

console.log('empty:', megabytes());
const began = Date.now();
for (let i = 0; i < count; i++) {
  put(i);
  if ((i + 1) % 1_000_000 === 0) console.log(i + 1, `${Math.round((Date.now() - began) / 1000)} s`, megabytes());
}
stores.flush([{ bytes, offset: count }]);
let found = 0;
for (let i = 0; i < others; i++) if (bytes.get(keyOf(random.below(count)))) found++;
console.log(`${found} of ${others} read:`, megabytes());
for (let i = 0; i < others; i++) put(random.below(count));
stores.flush([{ bytes, offset: count }]);
console.log(`${others} updated, ${bytes.size} keys:`, megabytes());
stores.close();
rmSync(folder, { recursive: true, force: true });
