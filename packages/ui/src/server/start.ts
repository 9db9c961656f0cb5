import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { RequestListener } from 'node:http';
import { limits } from '../shared/limits';
import { Attempts } from './access/attempts';
import { Gate } from './access/gate';
import { Hosts } from './access/hosts';
import { Passwords } from './access/passwords';
import { Policy } from './access/policy';
import { Sessions } from './access/sessions';
import { ActiveRequests } from './http/active';
import { createApp, type AnsweredRequest } from './http/app';
import { hasBrowser, openBrowser } from './browser';
import { KafkaClients, propertiesFor, type Kafka } from './kafka/clients';
import { Configs } from './kafka/configs';
import { Groups } from './kafka/groups';
import { Records } from './kafka/records';
import { Security } from './kafka/security';
import { Topics } from './kafka/topics';
import { closeServer, listen, portOf } from './http/listen';
import { Sampler } from './monitor/sampler';
import { readyOptions, type ReadyOptions, type UiOptions } from './options';
import type { Route } from './route';
import { routeTable } from './routes/table';
import { ScanPool } from './scan/pool';
import type { ServerFacts, Services } from './services';
import { StaticFiles } from './static/files';
import { Tickets } from './tickets';

/** The folder of the package: two above this file, in `src` and in `dist`. */
const packageFolder = path.join(__dirname, '../..');
const closeGraceMs = 1000;

/** Where lines for the user go: `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface StartRequest {
  /** The library, as it is loaded: the UI has its types only. */
  kafka: Kafka;
  /** The file that `kafka` was loaded from: the workers load it, too. */
  kafkaPath: string;
  /** The clients' configuration; `bootstrap.servers` at least. */
  properties: Readonly<Record<string, string>>;
  options: UiOptions;
  /** The address goes here, one line, first. */
  stdout: Output;
  /** Notes. */
  stderr: Output;
  /** Stops the server as `close` does. */
  signal?: AbortSignal;
  /** How a worker is started, in tests: its file, and options of Node. */
  worker?: { file: string; execArgv: readonly string[] };
}

export interface RunningUi {
  /** `http://127.0.0.1:8282/`, without the token. */
  readonly url: string;
  readonly port: number;
  /** What signs in; a new one at each start. */
  readonly token: string;
  /** Ends streams with `bye`, then closes the sockets, the scans and the clients. */
  close(): Promise<void>;
  /** Resolves when all is closed. */
  readonly closed: Promise<void>;
}

/**
 * Starts the web UI. That no broker can be reached is no reason not to: the page says what fails, and goes on trying.
 * @throws Error for options that do not go together, ConfigError for properties.
 */
export async function start(request: StartRequest): Promise<RunningUi> {
  const options = readyOptions(request.options);
  const passwords = options.auth === undefined ? null : await parsePasswords(options.auth);
  const clients = new KafkaClients(request.kafka, request.properties);
  /** What is open, in the order in which it must be closed. */
  const open: (() => Promise<void>)[] = [() => clients.close()];
  try {
    return await startWith(request, options, passwords, clients, open);
  } catch (error) {
    for (const close of open) await close();
    throw error;
  }
}

async function startWith(
  request: StartRequest,
  options: ReadyOptions,
  passwords: Passwords | null,
  clients: KafkaClients,
  open: (() => Promise<void>)[],
): Promise<RunningUi> {
  const { stdout, stderr, signal } = request;
  const readers = makeReaders(request, options, clients);
  open.unshift(
    () => readers.pool.close(),
    () => readers.sampler.close(),
  );
  const active = new ActiveRequests();
  let listener: RequestListener = (_, response) => response.writeHead(503).end();
  const server = await listen(options, (incoming, outgoing) => listener(incoming, outgoing));
  open.unshift(() => closeServer(server, closeGraceMs));
  const port = portOf(server);

  const isSecure = options.tls !== undefined || options.behindProxy === true;
  const sessions = new Sessions({ port, basePath: options.basePath, isSecure });
  const services = makeServices(request, options, clients, { ...readers, sessions }, passwords === null);
  const { attempts, policy } = services;
  const hosts = new Hosts({
    host: options.host,
    port,
    allowed: options.allowedHosts ?? [],
    isTls: options.tls !== undefined,
    behindProxy: options.behindProxy === true,
  });
  const app = createApp({
    routes: routeTable(services),
    gate: new Gate({ hosts, sessions, policy, attempts, passwords }),
    files: new StaticFiles(path.join(packageFolder, 'dist/web'), options.basePath),
    basePath: options.basePath,
    cookieName: sessions.cookieName,
    active,
    reach: (asks, abort) => reach(services, asks, abort),
    onInternalError: (error, id) =>
      stderr.write(`kafka-napi ui: ${(error as Error)?.stack ?? String(error)} (request ${id})\n`),
    ...(options.log === true ? { onAnswered: (line) => stderr.write(logLine(line)) } : {}),
  });
  listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, hostname: 'missing' });

  const url = addressOf(options, port);
  const withToken = (token: string): string => (passwords === null ? `${url}#t=${token}` : url);
  stdout.write(`${withToken(sessions.token)}\n`);
  if (options.port !== 0 && port !== options.port)
    stderr.write(`kafka-napi ui: port ${options.port} is busy, so it is ${port}\n`);
  if (options.open !== false && hasBrowser(process.env, stdout.isTTY === true, process.platform))
    openBrowser(withToken(sessions.createOnce()));

  let resolveClosed: () => void;
  const closed = new Promise<void>((resolve) => (resolveClosed = resolve));
  const close = once(async () => {
    active.stop();
    const last = open.pop()!;
    // What does not end in order ends with the process.
    await Promise.allSettled(open.map((end) => end()));
    await last().catch(() => undefined);
    resolveClosed();
  });
  if (signal?.aborted === true) void close();
  else signal?.addEventListener('abort', () => void close(), { once: true });
  return { url, port, token: sessions.token, close, closed };
}

/** What was sampled is shown though the brokers are gone, with its age. */
async function reach({ clients, sampler }: Services, asks: Route['asks'], signal: AbortSignal): Promise<void> {
  if (asks === 'nothing') return;
  // This also keeps the sampler asking, which is how brokers that are back are found.
  const { sampledAt } = sampler.topics();
  if (asks === 'broker' || sampledAt === null) await clients.reach(signal);
}

/** Every call gets what the first one began. */
function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}

const logLine = ({ method, path: where, status, ms, requestId }: AnsweredRequest): string =>
  `${new Date().toISOString()} ${method} ${where} ${status} ${ms} ms ${requestId}\n`;

async function parsePasswords(text: string): Promise<Passwords> {
  try {
    return await Passwords.parse(text);
  } catch (error) {
    throw new Error(`--auth-file: ${(error as Error).message}`, { cause: error });
  }
}

function budgetOf({ scanBudget }: ReadyOptions): ServerFacts['budget'] {
  const { records, bytes, ms } = limits.budget;
  return {
    records: scanBudget?.records ?? records.usual,
    bytes: scanBudget?.bytes ?? bytes.usual,
    ms: scanBudget?.ms ?? ms.usual,
  };
}

/** What reads from Kafka by itself: the scans, and the sampler. */
function makeReaders(
  { kafka, kafkaPath, properties, worker }: StartRequest,
  options: ReadyOptions,
  clients: KafkaClients,
): Pick<Services, 'pool' | 'sampler'> {
  const { decode, registry, metricsTopics, metricsGroups } = options;
  const pool = new ScanPool({
    kafkaPath,
    properties: propertiesFor(kafka, 'Consumer', properties),
    maxScans: options.maxScans,
    maxQueued: limits.scans.queue,
    budget: budgetOf(options),
    ...(decode === undefined ? {} : { decode }),
    ...(registry === undefined ? {} : { registry }),
    ...(worker === undefined ? {} : { workerFile: worker.file, execArgv: worker.execArgv }),
  });
  const sampler = new Sampler(clients.admin, {
    always: options.metrics === true,
    metricsPartitions: options.metricsNoPartitions !== true,
    version: packageVersion(),
    scans: () => pool.list().length,
    ...(metricsTopics === undefined ? {} : { metricsTopics }),
    ...(metricsGroups === undefined ? {} : { metricsGroups }),
  });
  return { pool, sampler };
}

function makeServices(
  { kafka, properties }: StartRequest,
  options: ReadyOptions,
  clients: KafkaClients,
  parts: Pick<Services, 'pool' | 'sampler' | 'sessions'>,
  isTokenNeeded: boolean,
): Services {
  const facts: ServerFacts = {
    version: packageVersion(),
    librdkafka: kafka.librdkafkaVersion,
    bootstrap: properties['bootstrap.servers'] ?? '',
    timezone: options.timezone ?? null,
    maxScans: options.maxScans,
    budget: budgetOf(options),
    basePath: options.basePath,
    isTokenNeeded,
    grafana: grafana(),
  };
  const topics = new Topics(clients.admin);
  return {
    ...parts,
    facts,
    clients,
    topics,
    attempts: new Attempts(),
    policy: new Policy(options),
    tickets: new Tickets(),
    configs: new Configs(clients.admin),
    groups: new Groups(clients.admin, topics),
    records: new Records(clients, topics),
    security: new Security(clients.admin),
  };
}

function packageVersion(): string {
  const text = readFileSync(path.join(packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function grafana(): string {
  const file = path.join(packageFolder, 'grafana/kafka.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : '{}';
}

/** The address for a browser on this machine. */
function addressOf({ host, tls, basePath }: ReadyOptions, port: number): string {
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? 'localhost' : host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}${basePath}/`;
}
