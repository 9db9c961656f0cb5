/**
 * Ports for brokers. They lie below the kernel's ephemeral range, so that no outgoing connection can take the port of a
 * broker that is down for a restart, and no client that reconnects to it can be connected to itself. A claim is a file:
 * two jest workers never get the same port.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
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

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // released in the meantime
  }
}

/** Makes a file that names this process; false where a living process has made it already. */
export function claimFile(file: string): boolean {
  // Written aside and linked, so that the file never exists without its holder's id in it.
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, String(process.pid));
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        linkSync(draft, file);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(file);
      if (holder !== undefined && isAlive(holder)) return false;
      removeStale(file);
    }
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two processes may find the same dead holder: without the guard the slower one would remove the claim that the faster one has just made. */
function removeStale(file: string): void {
  const guard = `${file}.stale`;
  try {
    mkdirSync(guard);
  } catch {
    return;
  }
  const holder = holderOf(file);
  if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
  rmdirSync(guard);
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
