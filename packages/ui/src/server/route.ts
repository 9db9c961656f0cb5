import type { AccessClass } from '../shared/api';
import { limits } from '../shared/limits';
import { readQuery, type Params, type ReadParams } from './input/params';
import type { Read, Schema } from './input/schema';
import type { Sink } from './scan/sink';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler knows of a request that has passed the gate. */
export interface Call<Query = unknown, Body = unknown> {
  /** The parts of the path that begin with a colon, decoded. */
  path: Readonly<Record<string, string>>;
  query: Query;
  body: Body;
  /** The session's id, for what belongs to one session; null for a route that needs none. */
  session: string | null;
  /** The client's, for counting wrong tries. */
  address: string;
  /** Aborts when the client is gone, at the deadline, and when the server stops. */
  signal: AbortSignal;
  requestId: string;
  headers: Headers;
}

interface Common<P, S> {
  method: Method;
  /** Below `<base>/api/v1`; with a leading `~` below `<base>`: `~/metrics`. */
  path: string;
  /** What one must be allowed to do. The gate checks it; it also decides which other checks the route needs. */
  access: AccessClass;
  /** Answers those, too, who have no password of `--auth-file`: that the server lives, and nothing else. */
  isPublic?: true;
  /**
   * What has to be there: a broker (where nothing is said); the sampler, which goes on with what it knew; or neither.
   */
  asks?: 'sampler' | 'nothing';
  query?: P;
  body?: S;
  /** Bytes of the body at most. */
  bodyLimit?: number;
}

/** An entry of the table as it is written: it answers, or streams events. */
export type RouteSpec<P extends Params, S extends Schema<unknown>> = Common<P, S> &
  (
    | {
        /** A value becomes JSON with status 200, undefined 204, a Response stays. */
        answer: (call: Call<ReadParams<P>, Read<S>>) => unknown;
      }
    | { stream: (call: Call<ReadParams<P>, Read<S>>, sink: Sink) => Promise<void> }
    | {
        /** A response that goes on after the handler has returned: it calls `end` when all is written. */
        lasts: (call: Call<ReadParams<P>, Read<S>>, tools: Omit<RouteTools, 'openStream'>) => Promise<Response>;
      }
  );

/** An entry of the table as the app uses it: what it reads is read inside. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly access: AccessClass;
  readonly isPublic: boolean;
  readonly asks: 'broker' | 'sampler' | 'nothing';
  readonly takesBody: boolean;
  readonly bodyLimit: number;
  /** It has no deadline, and ends by itself. */
  readonly lasts: boolean;
  /** Reads query and body, then answers or streams. Throws a FaultError for what it cannot read. */
  run(call: RawCall, tools: RouteTools): Promise<unknown>;
}

export interface RouteTools {
  /** Resolves with the response once the first event is there; rejects if the work fails before. */
  openStream(work: (sink: Sink) => Promise<void>): Promise<Response>;
  /** The request was answered as a whole. */
  end(): void;
  /** Ends the connection in the middle of an answer. */
  breakOff(): void;
}

export interface RawCall extends Omit<Call, 'query' | 'body'> {
  query: URLSearchParams;
  body: unknown;
}

/** One entry of the route table. */
export function route<P extends Params, S extends Schema<unknown>>(spec: RouteSpec<P, S>): Route {
  const { method, path, access } = spec;
  return {
    method,
    path,
    access,
    isPublic: spec.isPublic === true,
    asks: spec.asks ?? 'broker',
    takesBody: spec.body !== undefined,
    bodyLimit: spec.bodyLimit ?? limits.body.usual,
    lasts: !('answer' in spec),
    async run(raw, { openStream, ...tools }) {
      const call = {
        ...raw,
        query: readQuery(spec.query ?? ({} as P), raw.query),
        body: readBody(spec.body, raw.body),
      };
      if ('stream' in spec) return openStream((sink) => spec.stream(call, sink).finally(tools.end));
      return 'lasts' in spec ? spec.lasts(call, tools) : spec.answer(call);
    },
  };
}

function readBody<S extends Schema<unknown>>(schema: S | undefined, given: unknown): Read<S> {
  return (schema === undefined ? undefined : schema(given, '')) as Read<S>;
}
