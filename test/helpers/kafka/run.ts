/**
 * Runs a cluster until stdin ends or a signal arrives: node -r ./test/helpers/kafka/ts-hook.js
 * test/helpers/kafka/run.ts [--nodes 3] [--full-speed] [--listener SASL_SSL]… [--authorizer] [server.property=value]…
 * Prints one line of JSON when it is up: bootstrap (by listener), pids, folder.
 */
import { parseArgs } from 'node:util';

import { KafkaCluster } from './kafka-cluster';
import type { Protocol } from './server-properties';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      nodes: { type: 'string', default: '1' },
      'full-speed': { type: 'boolean', default: false },
      listener: { type: 'string', multiple: true, default: [] },
      authorizer: { type: 'boolean', default: false },
    },
  });
  const nodes = Number(values.nodes);
  if (nodes !== 1 && nodes !== 3) throw new Error(`--nodes is 1 or 3, not ${values.nodes}`);
  const config = Object.fromEntries(
    positionals.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`server properties are given as name=value, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const listeners = values.listener as Exclude<Protocol, 'PLAINTEXT'>[];
  const cluster = await KafkaCluster.start({
    nodes,
    config,
    listeners,
    authorizer: values.authorizer,
    fullSpeed: values['full-speed'],
  });
  const ids = nodes === 1 ? [1] : [1, 2, 3];
  const all: Protocol[] = ['PLAINTEXT', ...listeners];
  const bootstrap = Object.fromEntries(all.map((name) => [name, cluster.bootstrap(name)]));
  console.log(JSON.stringify({ bootstrap, pids: ids.map((id) => cluster.pid(id)), folder: cluster.folder }));

  await new Promise<void>((resolve) => {
    process.stdin.resume().once('end', resolve).once('close', resolve);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await cluster.stop();
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
