/** The program of a worker: does the jobs that the pool gives it, one at a time. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Kafka } from '../kafka/clients';
import { Registry } from '../decode/registry';
import { runJob } from './jobs/run-job';
import { ReadingClients } from './reading/clients';
import { Stop } from './reading/stop';
import { BEAT_MS, type FromWorker, type ToWorker, type WorkerData } from './threads/messages';
import { Outbox } from './threads/outbox';

const { kafkaPath, properties, decode, registry, budget, cancelled } = workerData as WorkerData;
const port = parentPort!;
const outbox = new Outbox((message: FromWorker, transfer) => port.postMessage(message, transfer));
const kafka = createRequire(__filename)(kafkaPath) as Kafka;
const clients = new ReadingClients(kafka, properties);
const kitchen = { decode, ...(registry === undefined ? {} : { registry: new Registry(registry) }) };
let stop: { id: number; ask: () => void } | undefined;

port.on('message', (message: ToWorker) => {
  if (message.type === 'taken') outbox.taken(message.bytes);
  else if (message.type === 'start') void start(message);
  else if (stop?.id === message.id) {
    stop.ask();
    // Nobody may be left to take what waits.
    outbox.forget();
  }
});

async function start(message: Extract<ToWorker, { type: 'start' }>): Promise<void> {
  const { id, scanId } = message;
  const own = new Stop(cancelled, id);
  stop = { id, ask: () => own.ask() };
  outbox.forget();
  const job = {
    ...{ id: scanId, clients, kitchen, budget, stop: own },
    send: (name, json) => outbox.send({ type: 'event', id, name, json }, json.length),
    sendBytes: (bytes) => outbox.send({ type: 'chunk', id, bytes }, bytes.length),
    waiting: () => outbox.waiting,
  } satisfies Parameters<typeof runJob>[0];
  port.postMessage(await runJob(job, message));
}

setInterval(() => port.postMessage({ type: 'beat' } satisfies FromWorker), BEAT_MS);
port.postMessage({ type: 'ready' } satisfies FromWorker);
