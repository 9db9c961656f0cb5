import type { AccessClass, Decoder } from '../shared/api';

/** What `--deny` may name. */
export const deniable = [
  'messages',
  'produce',
  'topics',
  'configs',
  'groups',
  'delete',
  'security',
  'metrics',
] as const;
export type Deniable = (typeof deniable)[number] & AccessClass;

/** The classes that change something. */
export const writes: readonly AccessClass[] = ['produce', 'topics', 'configs', 'groups', 'delete', 'security'];

/** What the command line says about the server. All have defaults but `auth` and `tls`. */
export interface UiOptions {
  /** 0: any. Default 8282: then, where it is busy, the next free one. */
  port?: number;
  /** Whether a busy port is an error: the user has named it. */
  isPortFixed?: boolean;
  host?: string;
  /** Other names by which the server is reached: `kafka.example`, `kafka.example:8443`. */
  allowedHosts?: readonly string[];
  /** `/kafka`; empty at the root. */
  basePath?: string;
  readOnly?: boolean;
  deny?: readonly Deniable[];
  /** Users and their passwords, or hashes of `hashPassword`: lines `user:password` or `user:scrypt$…`. */
  auth?: string;
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** A proxy in front speaks TLS with the browser. */
  behindProxy?: boolean;
  registry?: string;
  /** By topic: decoders of key and value. */
  decode?: Readonly<Record<string, { key?: Decoder; value?: Decoder }>>;
  /** An IANA name; default: the browser's. */
  timezone?: string;
  /** Sample always, not only while somebody looks or scrapes. */
  metrics?: boolean;
  /** RE2 patterns: which topics and groups `/metrics` has. */
  metricsTopics?: string;
  metricsGroups?: string;
  metricsNoPartitions?: boolean;
  maxScans?: number;
  scanBudget?: { records?: number; bytes?: number; ms?: number };
  /** Open the browser at the address. */
  open?: boolean;
  /** One line on stderr for each request. */
  log?: boolean;
}
