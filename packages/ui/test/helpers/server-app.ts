import { Attempts } from '../../src/server/access/attempts';
import { Gate } from '../../src/server/access/gate';
import { Hosts } from '../../src/server/access/hosts';
import type { Passwords } from '../../src/server/access/passwords';
import { Policy } from '../../src/server/access/policy';
import { Sessions } from '../../src/server/access/sessions';
import { ActiveRequests } from '../../src/server/http/active';
import { createApp } from '../../src/server/http/app';
import type { Deniable } from '../../src/server/options';
import type { Route } from '../../src/server/route';
import { routeTable } from '../../src/server/routes/table';
import type { Services } from '../../src/server/services';
import { StaticFiles } from '../../src/server/static/files';
import { Tickets } from '../../src/server/tickets';
import { FaultError } from '../../src/shared/fault-error';

export const port = 8282;
export const host = `127.0.0.1:${port}`;

export interface Setting {
  readOnly?: boolean;
  deny?: readonly Deniable[];
  passwords?: Passwords | null;
  basePath?: string;
  behindProxy?: boolean;
  allowed?: readonly string[];
  webFolder?: string;
  /** What is asked instead of Kafka. */
  services?: Partial<Services>;
}

/** Whatever is called of it fails with NOT_FOUND: the gate was passed. */
function passed<T>(): T {
  const refuse = (): never => {
    throw FaultError.of('NOT_FOUND', 'the gate was passed');
  };
  return new Proxy({}, { get: () => refuse }) as T;
}

/** An app with everything but Kafka. */
export function serverApp(setting: Setting = {}) {
  const { basePath = '', passwords = null, behindProxy = false, allowed = [] } = setting;
  const sessions = new Sessions({ port, basePath, isSecure: false });
  const attempts = new Attempts();
  const policy = new Policy(setting);
  const active = new ActiveRequests();
  const facts = {
    version: '0.0.0',
    librdkafka: '0',
    bootstrap: 'broker:9092',
    timezone: null,
    maxScans: 4,
    budget: { records: 1, bytes: 1, ms: 1 },
    basePath,
    isTokenNeeded: passwords === null,
    grafana: '{}',
  };
  const services: Services = {
    facts,
    sessions,
    attempts,
    policy,
    tickets: new Tickets(),
    clients: passed(),
    topics: passed(),
    configs: passed(),
    groups: passed(),
    records: passed(),
    security: passed(),
    sampler: passed(),
    pool: passed(),
    ...setting.services,
  };
  const routes = routeTable(services);
  const internal: unknown[] = [];
  const answered: string[] = [];
  const app = createApp({
    routes,
    gate: new Gate({
      hosts: new Hosts({ host: '127.0.0.1', port, allowed, isTls: false, behindProxy }),
      sessions,
      policy,
      attempts,
      passwords,
    }),
    files: new StaticFiles(setting.webFolder ?? '/no/such/folder', basePath),
    basePath,
    cookieName: sessions.cookieName,
    active,
    reach: async () => undefined,
    onInternalError: (error) => internal.push(error),
    onAnswered: (line) => answered.push(JSON.stringify(line)),
  });

  /** Cookie and secret of a new session. */
  const signIn = (): { cookie: string; secret: string } => {
    const { cookie, secret } = sessions.create();
    return { cookie: cookie.split(';')[0]!, secret };
  };
  return { app, routes, services, sessions, active, internal, answered, signIn, basePath };
}

export type ServerApp = ReturnType<typeof serverApp>;

/** The address of a route, with something in the place of its parameters. */
export function addressOf({ path }: Pick<Route, 'path'>, basePath = ''): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    name === 'p' || name === 'o' || name === 'id' ? '0' : 'x',
  );
  return path.startsWith('~') ? `${basePath}${filled.slice(1)}` : `${basePath}/api/v1${filled}`;
}

export interface Knock {
  method?: string;
  headers?: Record<string, string | null>;
  body?: string;
}

/** Whoever signs in has the token; else the fields do not matter here. */
const bodyFor = ({ access }: { access: string }, token: string): string =>
  access === 'open' ? JSON.stringify({ token }) : '{}';

/** Asks as a page of this server does; a header of null is left out. */
export async function knock(
  { app, signIn, sessions, basePath }: ServerApp,
  route: Pick<Route, 'path' | 'method' | 'takesBody' | 'access'>,
  {
    method = route.method,
    headers = {},
    body = route.takesBody ? bodyFor(route, sessions.token) : undefined,
  }: Knock = {},
): Promise<Response> {
  const { cookie, secret } = signIn();
  const all: Record<string, string | null> = {
    Host: host,
    'Sec-Fetch-Site': 'same-origin',
    Origin: `http://${host}`,
    Cookie: cookie,
    'X-Kafka-UI': secret,
    'Content-Type': route.takesBody ? 'application/json' : null,
    Authorization: route.access === 'metrics' ? `Bearer ${sessions.token}` : null,
    ...headers,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return app.request(`http://${host}${addressOf(route, basePath)}`, {
    method,
    headers: kept,
    ...(body === undefined ? {} : { body }),
  });
}
