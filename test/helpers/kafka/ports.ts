/**
 * Ports for brokers. They are below the kernel's ephemeral range, so that no outgoing connection takes the port of a
 * restarting broker, and no reconnecting client connects to itself. A claim is a file: two jest workers never get the
 * same port.
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

/** Creates a file that names this process. False if a living process has already created it. */
export function claimFile(file: string): boolean {
  // Written under another name and linked, so that the file never exists without its owner's id.
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

/**
 * Two processes may find the same dead owner. Without the guard the slower one would delete the claim that the faster
 * one has just created.
 */
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

async function claim(port: number): Promise<boolean> {
  if (!claimFile(join(CLAIMS, String(port)))) return false;
  if (await isFree(port)) return true;
  releasePorts([port]);
  return false;
}

/** Claims `count` free ports on 127.0.0.1 until `releasePorts` (or the end of this process). */
export function claimPorts(count: number): Promise<number[]> {
  return claimPortsFrom(count, false);
}

/** As `claimPorts`, and each port follows the one before it. */
export function claimPortsInARow(count: number): Promise<number[]> {
  return claimPortsFrom(count, true);
}

async function claimPortsFrom(count: number, inARow: boolean): Promise<number[]> {
  mkdirSync(CLAIMS, { recursive: true });
  const ports: number[] = [];
  const start = Math.floor(Math.random() * COUNT);
  for (let i = 0; i < COUNT; i++) {
    const port = FIRST + ((start + i) % COUNT);
    const goesOn = !inARow || ports.length === 0 || ports.at(-1) === port - 1;
    if (!goesOn) releasePorts(ports.splice(0));
    if (await claim(port)) ports.push(port);
    if (ports.length === count) return ports;
  }
  releasePorts(ports);
  throw new Error(
    `no ${count} free ports${inARow ? ' in a row' : ''} between ${FIRST} and ${FIRST + COUNT} on 127.0.0.1`,
  );
}

export function releasePorts(ports: readonly number[]): void {
  for (const port of ports) rmSync(join(CLAIMS, String(port)), { force: true });
}
