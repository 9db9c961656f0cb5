import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

export interface Machine {
  node: string;
  platform: string;
  libc: string;
  cpus: number;
  memoryMb: number;
  /** As the system reports them; null: it does not. */
  limits: {
    openFiles: string | null;
    processes: string | null;
    cgroupPids: string | null;
    cgroupMemory: string | null;
  };
  /** This machine's time, UTC. */
  clock: string;
  used: { openFiles: number | null; threads: number | null };
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/** `1024 of 1048576`: the soft limit, and the maximum it can be raised to. */
function limit(name: string): string | null {
  const line = read('/proc/self/limits')
    ?.split('\n')
    .find((one) => one.startsWith(name));
  const [soft, hard] = line?.slice(name.length).trim().split(/\s+/) ?? [];
  return soft === undefined ? null : `${soft} of ${hard}`;
}

export function examineMachine(): Machine {
  const control = process.report as typeof process.report & { excludeNetwork?: boolean };
  control.excludeNetwork = true;
  const { header } = control.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  const threads = /^Threads:\s+(\d+)/m.exec(read('/proc/self/status') ?? '')?.[1];
  let openFiles: number | null = null;
  try {
    openFiles = readdirSync('/proc/self/fd').length;
  } catch {
    // Available only on Linux.
  }
  const libc = header.glibcVersionRuntime ? `glibc ${header.glibcVersionRuntime}` : 'no glibc';
  return {
    clock: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    libc: process.platform === 'linux' ? libc : '-',
    cpus: os.availableParallelism(),
    memoryMb: Math.round(os.totalmem() / 1024 / 1024),
    limits: {
      openFiles: limit('Max open files'),
      processes: limit('Max processes'),
      cgroupPids: read('/sys/fs/cgroup/pids.max'),
      cgroupMemory: read('/sys/fs/cgroup/memory.max'),
    },
    used: { openFiles, threads: threads === undefined ? null : Number(threads) },
  };
}
