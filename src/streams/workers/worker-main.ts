/** What runs in a worker of `runInWorkers`: one application, with the topology of the user's module. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { StreamsBuilder } from '../dsl/streams-builder';
import { StreamsError } from '../errors/streams-errors';
import { KafkaStreams } from '../runtime/kafka-streams';
import { sendError, type Report, type Request, type WorkerTask } from './messages';

type Describe = (builder: StreamsBuilder) => unknown;

/** Of an ES module, a CommonJS one, or one that was compiled from the one to the other. */
function describeOf(module: { readonly default?: unknown }, url: string): Describe {
  const inner = (module.default as { readonly default?: unknown } | undefined)?.default;
  const found = [module.default, inner].find((one) => typeof one === 'function');
  if (found) return found as Describe;
  throw new StreamsError(
    `runInWorkers: the default export of ${url} must be a function that gets a StreamsBuilder and describes the topology`,
  );
}

/** With the URL as an argument: of `import` the compiler would make `require`, which loads no ES modules. */
const importModule = new Function('url', 'return import(url)') as (url: string) => Promise<{ default?: unknown }>;

/** Loaders of TypeScript may be there for `require` only: tsx in workers of Node 20, say. */
async function load(url: string): Promise<{ default?: unknown }> {
  try {
    return await importModule(url);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    return createRequire(__filename)(fileURLToPath(url)) as { default?: unknown };
  }
}

const port = parentPort!;
const report = (message: Report): void => port.postMessage(message);

async function run({ url, config }: WorkerTask): Promise<void> {
  const describe = describeOf(await load(url), url);
  const builder = new StreamsBuilder();
  await describe(builder);
  const streams = new KafkaStreams(builder.build(config), config);
  // The parent asks the handler of the user, and starts another worker if that says so.
  streams.setUncaughtExceptionHandler((error) => {
    report({ type: 'failed', error: sendError(error) });
    return 'SHUTDOWN_CLIENT';
  });
  streams.setStateListener((state) => {
    report({ type: 'state', state });
    // After the error with which `start` rejects.
    if (state === 'ERROR' || state === 'NOT_RUNNING') setImmediate(() => report({ type: 'ended' }));
  });
  port.on('message', (request: Request) => {
    if (request.type === 'close') void streams.close({ timeoutMs: request.timeoutMs });
    else report({ type: 'metrics', id: request.id, metrics: streams.metrics() });
  });
  await streams.start();
  report({ type: 'started' });
}

run(workerData as WorkerTask).catch((error: unknown) => {
  report({ type: 'failed', error: sendError(error) });
  report({ type: 'ended' });
});
