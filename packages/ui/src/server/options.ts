import type { AccessClass, Decoder } from '../shared/api';
import { limits } from '../shared/limits';
import { isLoopback } from './access/hosts';

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

/** What the command line says about the server. */
export interface UiOptions {
  /** 0: any. Default 8282. Where it is busy: the next free one. */
  port?: number;
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

const defaults = { port: 8282, host: '127.0.0.1', maxScans: limits.scans.usual };

export type ReadyOptions = UiOptions & Required<Pick<UiOptions, 'port' | 'host' | 'basePath' | 'maxScans'>>;

/** With the defaults. Throws for what does not go together, in words for the command line. */
export function readyOptions(given: UiOptions): ReadyOptions {
  const basePath = (given.basePath ?? '').replace(/\/+$/, '');
  const ready = { ...defaults, ...given, basePath };
  if (basePath !== '' && !/^(\/[\w.~-]+)+$/.test(basePath))
    throw new Error(`--base-path ${basePath}: expected /name, of letters, digits, ".", "_", "~" and "-"`);
  for (const name of given.allowedHosts ?? [])
    if (!/^(\[[0-9a-f:]+\]|[\w.-]*[\w-])(:\d{1,5})?$/i.test(name))
      throw new Error(`--allowed-host ${name}: expected a name or an address, perhaps with a port: kafka.example:8443`);
  if (!isLoopback(ready.host) && (given.auth === undefined || !(given.tls !== undefined || given.behindProxy === true)))
    throw new Error(
      `--host ${ready.host}: others can reach this address. It needs --auth-file, and --tls-cert with --tls-key` +
        ' (or --behind-proxy, if a proxy in front speaks TLS)',
    );
  if (given.timezone !== undefined && !isZone(given.timezone))
    throw new Error(`--timezone ${given.timezone}: expected an IANA name, as UTC or Asia/Tokyo`);
  return ready;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
