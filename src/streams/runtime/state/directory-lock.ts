import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StreamsError } from '../../errors/streams-errors';
import { bootId } from '../../stores/disk/clean-mark';

/** A process. Its number alone is not enough: numbers are used again, after a start of the machine above all. */
interface Owner {
  readonly pid: number;
  readonly bootId: string;
  /** undefined: the machine does not say it. */
  readonly startedAt: string | undefined;
}

/** Folders that applications of this process use. */
const ours = new Set<string>();

/** When a process was started, in ticks since the start of the machine. */
function startOf(pid: number): string | undefined {
  try {
    // The name of the program, in parentheses, may have spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19];
  } catch {
    return undefined;
  }
}

function lives({ pid, bootId: boot, startedAt }: Owner): boolean {
  if (boot !== bootId() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') return false;
  }
  return startedAt === undefined || startOf(pid) === startedAt;
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

/** Keeps a folder for one process. */
export class DirectoryLock {
  readonly #folder: string;
  readonly #file: string;

  /** @throws StreamsError ERR_STATE_DIRECTORY if a living process has it. */
  constructor(folder: string) {
    this.#folder = path.resolve(folder);
    this.#file = path.join(this.#folder, 'lock');
    if (ours.has(this.#folder)) throw this.#taken(process.pid);
    mkdirSync(this.#folder, { recursive: true });
    const owner: Owner = { pid: process.pid, bootId: bootId(), startedAt: startOf(process.pid) };
    while (!this.#create(JSON.stringify(owner))) this.#removeStale();
    ours.add(this.#folder);
  }

  #create(owner: string): boolean {
    try {
      writeFileSync(this.#file, owner, { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Moved away first: of several processes that find it stale, one removes it. */
  #removeStale(): void {
    const owner = readOwner(this.#file);
    if (owner && lives(owner)) throw this.#taken(owner.pid);
    const aside = `${this.#file}.${randomUUID()}`;
    try {
      renameSync(this.#file, aside);
    } catch {
      return;
    }
    rmSync(aside, { force: true });
  }

  #taken(pid: number): StreamsError {
    return new StreamsError(
      `start: the process ${pid} keeps its stores in ${this.#folder}. Give each process of an application on one ` +
        'machine its own state.dir',
      { code: 'ERR_STATE_DIRECTORY' },
    );
  }

  release(): void {
    ours.delete(this.#folder);
    rmSync(this.#file, { force: true });
  }
}
