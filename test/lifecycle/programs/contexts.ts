/** One process, five instances of the addon: two vm contexts, two loads of one file, and a second copy of the file. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';

import { native, type NativeBinding } from '../../../src/binding/native';
import { addonPath } from '../../helpers/addon';
import { RawClient } from './raw-client';

function load(file: string): NativeBinding {
  const module = { exports: {} };
  process.dlopen(module, file);
  const binding = module.exports as NativeBinding;
  binding.setErrorFactory((data) => Object.assign(new Error(data.message), data));
  return binding;
}

async function roundTrip(binding: NativeBinding): Promise<number> {
  const cluster = new binding.MockCluster(1);
  cluster.createTopic('t', 1, 1);
  const conf = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new RawClient('producer', conf, binding);
  const consumer = new RawClient('consumer', { ...conf, 'group.id': 'g', 'auto.offset.reset': 'earliest' }, binding);
  consumer.handle.call('subscribe', { topics: ['t'] });
  producer.handle.ref();
  producer.produce('t', 100);
  while (consumer.consumed < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([producer.destroy(), consumer.destroy()]);
  const { consumed } = consumer;
  cluster.close();
  return consumed;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-contexts-'));
  const copy = path.join(folder, 'kafka_napi.node');
  copyFileSync(addonPath(), copy);
  const inContext = (): NativeBinding =>
    vm.runInContext('load(file)', vm.createContext({ load, file: addonPath() })) as NativeBinding;
  const bindings = [native, load(addonPath()), load(copy), inContext(), inContext()];
  rmSync(folder, { recursive: true });
  const consumed = await Promise.all(bindings.map(roundTrip));

  // A method of one copy refuses a client of another: their memory may be laid out differently.
  const clients = bindings.map((binding) => new RawClient('producer', {}, binding));
  let refused = 0;
  for (const binding of bindings) {
    for (const [index, client] of clients.entries()) {
      if (binding === bindings[index]) continue;
      try {
        binding.Client.prototype.call.call(client.handle, 'name', null);
      } catch {
        refused++;
      }
    }
  }
  await Promise.all(clients.map((client) => client.destroy()));
  console.log(JSON.stringify({ consumed, refused }));
}

void main();
