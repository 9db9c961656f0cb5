import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Hono, type Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { accessClasses, type Fault, type FaultBody } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import type { Gate, Visitor } from '../access/gate';
import { ActiveRequests } from './active';
import { EventStream } from './events';
import { faultOf, statusOfFault } from '../fault';
import type { Method, Route } from '../route';
import type { Sink } from '../scan/sink';
import type { StaticFiles } from '../static/files';
import { secure } from '../static/headers';

const requestMs = 30_000;
const retryAfterSeconds = 5;

export interface AnsweredRequest {
  method: string;
  path: string;
  status: number;
  ms: number;
  requestId: string;
}

export interface AppOptions {
  routes: readonly Route[];
  gate: Gate;
  files: StaticFiles;
  /** `/kafka`, or empty. */
  basePath: string;
  cookieName: string;
  active: ActiveRequests;
  /** Rejects if what a route asks cannot be reached. */
  reach: (asks: Route['asks'], signal: AbortSignal) => Promise<void>;
  /** Each request, once it was answered. Queries are not in it. */
  onAnswered?: (request: AnsweredRequest) => void;
  /** An error that is no fault: a mistake of this program. */
  onInternalError: (error: unknown, requestId: string) => void;
}

/** What the node adapter hands in; a test has none. */
interface Env {
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse } | undefined;
  Variables: { requestId: string };
}

type Ctx = Context<Env>;

/** The app of a table of routes. Throws for a route without a class of access. */
export function createApp(options: AppOptions): Hono<Env> {
  const { routes, basePath, files } = options;
  const app = new Hono<Env>();
  app.use('*', (c, next) => around(options, c, next));
  for (const [path, methods] of byPath(routes)) {
    const prefix = path.startsWith('~') ? basePath : `${basePath}/api/v1`;
    app.all(`${prefix}${path.replace(/^~/, '')}`, (c) => answerRoute(options, methods, c));
  }
  app.all(`${basePath}/api/*`, () => {
    throw FaultError.of('NOT_FOUND', 'There is no such address in the API');
  });
  app.all('*', async (c) => {
    if (!isReading(c.req.method)) throw wrongMethod(['GET']);
    const challenge = await options.gate.challenge('open', visitorOf(c, options));
    if (challenge !== null) return challengeResponse(c, challenge);
    const { pathname } = new URL(c.req.url);
    if (basePath !== '' && pathname === '/') return c.redirect(`${basePath}/`);
    const isBelow = basePath === '' || pathname === basePath || pathname.startsWith(`${basePath}/`);
    const response = isBelow
      ? files.answer(pathname.slice(basePath.length), c.req.header('accept-encoding') ?? '')
      : null;
    if (response === null) throw FaultError.of('NOT_FOUND', 'There is no such address');
    return response;
  });
  app.onError((error, c) => {
    const fault = faultOf(error);
    if (fault.code === 'INTERNAL') options.onInternalError(error, c.get('requestId'));
    return faultResponse(fault, c.get('requestId'));
  });
  return app;
}

/** path → method → route. Refuses what would not be guarded. */
function byPath(routes: readonly Route[]): Map<string, Map<Method, Route>> {
  const paths = new Map<string, Map<Method, Route>>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (!accessClasses.includes(route.access)) throw new Error(`start: the route ${name} has no class of access`);
    const methods = paths.get(route.path) ?? new Map<Method, Route>();
    if (methods.has(route.method)) throw new Error(`start: the route ${name} stands twice in the table`);
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}

/** What every request has: an id, a known host, and headers of safety on the response. */
async function around(options: AppOptions, c: Ctx, next: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const requestId = randomBytes(8).toString('hex');
  c.set('requestId', requestId);
  if (options.gate.allowsHost({ hosts: hostsOf(c) })) await next();
  else c.res = new Response(null, { status: 421, headers: { 'Content-Length': '0' } });
  secure(c.res.headers);
  c.res.headers.set('X-Request-Id', requestId);
  const { pathname } = new URL(c.req.url);
  const ms = Math.round(performance.now() - started);
  options.onAnswered?.({ method: c.req.method, path: pathname, status: c.res.status, ms, requestId });
}

async function answerRoute(options: AppOptions, methods: ReadonlyMap<Method, Route>, c: Ctx): Promise<Response> {
  const { gate, active } = options;
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  const route = methods.get(method as Method);
  if (route === undefined) throw wrongMethod([...methods.keys()]);
  const visitor = visitorOf(c, options);
  const challenge = route.isPublic ? null : await gate.challenge(route.access, visitor);
  if (challenge !== null) return challengeResponse(c, challenge);
  const { session, body } = await gate.admit(route, visitor);
  const request = active.open(c.req.raw.signal, route.lasts ? null : requestMs);
  const breakOff = (): void => {
    request.abort();
    c.env?.outgoing?.destroy();
  };
  const openStream = async (work: (sink: Sink) => Promise<void>): Promise<Response> => {
    const stream = new EventStream({ stopping: active.stopping, onGone: breakOff });
    await stream.serve(work);
    return new Response(stream.body, {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
    });
  };
  try {
    const call = {
      path: c.req.param(),
      query: new URL(c.req.url).searchParams,
      body: body === null ? undefined : parseJson(body),
      session,
      address: visitor.address,
      signal: request.signal,
      requestId: c.get('requestId'),
      headers: c.req.raw.headers,
    };
    await options.reach(route.asks, request.signal);
    const response = toResponse(await route.run(call, { openStream, end: request.end, breakOff }));
    if (!route.lasts) request.end();
    return response;
  } catch (error) {
    request.end();
    throw isDeadline(request.signal, error)
      ? FaultError.of('TIMEOUT', 'This took longer than 30 s', { retriable: true })
      : error;
  }
}

const isDeadline = (signal: AbortSignal, error: unknown): boolean =>
  signal.aborted && (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError' && !FaultError.is(error);

function toResponse(value: unknown): Response {
  if (value instanceof Response) return value;
  if (value === undefined) return new Response(null, { status: 204 });
  return new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw FaultError.of('BAD_REQUEST', 'The body is no JSON in UTF-8');
  }
}

function faultResponse(fault: Fault, requestId: string, headers: Record<string, string> = {}): Response {
  const body: FaultBody = { error: fault, requestId };
  return new Response(JSON.stringify(body), {
    status: statusOfFault(fault),
    headers: {
      'Content-Type': 'application/json',
      ...(fault.code === 'BUSY' ? { 'Retry-After': String(retryAfterSeconds) } : {}),
      ...headers,
    },
  });
}

function challengeResponse(c: Ctx, challenge: string): Response {
  const needed = challenge === 'Bearer' ? 'The header Authorization must be "Bearer TOKEN"' : 'A password is needed';
  return faultResponse({ code: 'NO_SESSION', message: needed, retriable: false }, c.get('requestId'), {
    'WWW-Authenticate': challenge,
  });
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD';

function wrongMethod(allowed: readonly string[]): FaultError {
  return FaultError.of('WRONG_METHOD', `This address takes ${allowed.join(', ')} only`);
}

/** All of them: a second Host header is an attack, and `headers` has the first only. */
function hostsOf(c: Ctx): string[] {
  const raw = c.env?.incoming?.rawHeaders;
  if (raw === undefined) return [c.req.header('host') ?? new URL(c.req.url).host];
  return raw.filter((_, i) => i % 2 === 1 && raw[i - 1]!.toLowerCase() === 'host');
}

function visitorOf(c: Ctx, { cookieName }: AppOptions): Visitor {
  return {
    hosts: hostsOf(c),
    headers: c.req.raw.headers,
    address: c.env?.incoming?.socket.remoteAddress ?? 'unknown',
    cookie: getCookie(c, cookieName),
    request: c.req.raw,
  };
}
