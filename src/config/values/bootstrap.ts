import { invalidValue } from '../invalid';

/**
 * Java's Utils.getHost and getPort: an optional protocol, a name or address (IPv6 with or without brackets), a port.
 */
const address = /^(?:[0-9a-zA-Z\-%._]*:\/\/)?(\[?[0-9a-zA-Z\-%._:]*\]?):([0-9]+)$/;

/** `bootstrap.servers` in librdkafka's form: host:port each, without the optional protocol, which Java ignores. */
export function checkServers(property: string, servers: readonly unknown[]): string {
  const list: string[] = [];
  for (const server of servers) {
    const match = typeof server === 'string' ? address.exec(server) : null;
    const host = match?.[1]?.replace(/^\[|\]$/g, '');
    if (!match || host === undefined)
      throw invalidValue(property, server, 'Each server must be host:port, such as localhost:9092');
    if (Number(match[2]) > 65535) throw invalidValue(property, server, `Invalid port ${match[2]}: at most 65535`);
    // In Java an empty name means this machine.
    list.push(`${host.includes(':') ? `[${host}]` : host || 'localhost'}:${match[2]}`);
  }
  return list.join(',');
}
