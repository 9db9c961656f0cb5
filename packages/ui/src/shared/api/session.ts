import type { Decoder } from './basics';

export interface SessionView {
  version: string;
  bootstrap: string;
  clusterId: string | null;
  readOnly: boolean;
  denied: AccessClass[];
  /** Names of what the broker does not answer, as `describeConfigs`. */
  unsupported: string[];
  decoders: Decoder[];
  timezone: string | null;
  limits: { scans: number; records: number; bytes: number; ms: number };
}

/** What a route may do; the class decides, never the method. */
export const accessClasses = [
  'open',
  'read',
  'messages',
  'metrics',
  'produce',
  'topics',
  'configs',
  'groups',
  'delete',
  'security',
] as const;

export type AccessClass = (typeof accessClasses)[number];

/**
 * POST /session. Without a token where the server has users of `--auth-file`: the browser has asked for the password
 * already. A wrong or missing token is NO_SESSION.
 */
export interface SessionRequest {
  token?: string;
}

/** What each request has in its header `X-Kafka-UI` besides the cookie. */
export interface SessionCreated {
  secret: string;
}
