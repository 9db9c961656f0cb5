const loopback = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = (host: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(host.toLowerCase()) || /^127(\.\d{1,3}){3}$/.test(host);

export interface HostsOptions {
  /** Where the server listens. */
  host: string;
  port: number;
  /** `--allowed-host`: a name, or a name with a port. */
  allowed: readonly string[];
  /** TLS is spoken here. */
  isTls: boolean;
  /** A proxy in front speaks TLS, or not. */
  behindProxy: boolean;
}

/**
 * The names by which this server may be reached. A page of a foreign name that resolves to this machine (DNS
 * rebinding) sends its own name, and is refused.
 */
export class Hosts {
  readonly #names = new Set<string>();
  readonly #schemes: readonly string[];

  constructor({ host, port, allowed, isTls, behindProxy }: HostsOptions) {
    const isAny = host === '0.0.0.0' || host === '::';
    const bound = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    for (const name of isAny ? loopback : [...loopback, bound]) this.#addWithPort(name, port, isTls);
    for (const name of allowed) {
      if (/:\d+$/.test(name)) this.#names.add(name.toLowerCase());
      else {
        this.#names.add(name.toLowerCase());
        this.#addWithPort(name, port, isTls);
      }
    }
    this.#schemes = behindProxy ? ['http', 'https'] : [isTls ? 'https' : 'http'];
  }

  /** Whether these values of the Host header are exactly one, and one of ours. */
  allows(values: readonly string[]): boolean {
    return values.length === 1 && this.#names.has(values[0]!.toLowerCase());
  }

  /** Whether an Origin header names a page of this server. */
  isOwnOrigin(origin: string): boolean {
    const parts = /^(https?):\/\/([^/]+)$/.exec(origin);
    return parts !== null && this.#schemes.includes(parts[1]!) && this.#names.has(parts[2]!.toLowerCase());
  }

  #addWithPort(name: string, port: number, isTls: boolean): void {
    this.#names.add(`${name.toLowerCase()}:${port}`);
    // Browsers leave the scheme's own port out.
    if (port === (isTls ? 443 : 80)) this.#names.add(name.toLowerCase());
  }
}
