import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process id may be reused by another process. Together with its start time it is unique. */
export interface ProcessId {
  pid: number;
  started: string;
}

/** undefined: there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain blanks. Field 3 is the state, field 22 the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessId {
  return { pid, started: startOf(pid) ?? '' };
}

export function isRunning(id: ProcessId | undefined): id is ProcessId {
  return id !== undefined && startOf(id.pid) === id.started;
}

export function signal(id: ProcessId, name: NodeJS.Signals): void {
  if (!isRunning(id)) return;
  try {
    process.kill(id.pid, name);
  } catch {
    // It has just ended.
  }
}

const STEP_MS = 50;

/** Resolves with true when it has ended, or with false after limitMs. */
export async function ended(id: ProcessId, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (isRunning(id)) {
    if (Date.now() > deadline) return false;
    await sleep(STEP_MS);
  }
  return true;
}
