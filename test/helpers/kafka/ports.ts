/**
 * Ports for brokers. They lie below the kernel's ephemeral range, so that no outgoing connection can take the port of a
 * broker that is down for a restart, and no client that reconnects to it can be connected to itself. A claim is a file:
 * two jest workers never get the same port.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FIRST = 20_000;
const COUNT = 12_000;
const CLAIMS = join(tmpdir(), 'kafka-napi-test-ports');

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Creates a file that names this process; false where a living process already holds it. */
export function claimFile(file: string): boolean {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const fd = openSync(file, 'wx');
      writeSync(fd, String(process.pid));
      closeSync(fd);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      let holder: string;
      try {
        holder = readFileSync(file, 'utf8');
      } catch {
        continue; // released between the two calls: try again
      }
      // Empty: its owner is between open and write.
      if (holder === '' || isAlive(Number(holder))) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Claims `count` free ports on 127.0.0.1 until `releasePorts` (or the end of this process). */
export async function claimPorts(count: number): Promise<number[]> {
  mkdirSync(CLAIMS, { recursive: true });
  const ports: number[] = [];
  const start = Math.floor(Math.random() * COUNT);
  for (let i = 0; i < COUNT && ports.length < count; i++) {
    const port = FIRST + ((start + i) % COUNT);
    const claim = join(CLAIMS, String(port));
    if (!claimFile(claim)) continue;
    if (await isFree(port)) ports.push(port);
    else rmSync(claim, { force: true });
  }
  if (ports.length < count) {
    releasePorts(ports);
    throw new Error(`no ${count} free ports between ${FIRST} and ${FIRST + COUNT} on 127.0.0.1`);
  }
  return ports;
}

export function releasePorts(ports: readonly number[]): void {
  for (const port of ports) rmSync(join(CLAIMS, String(port)), { force: true });
}
