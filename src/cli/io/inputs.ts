import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CommandError } from '../exit';

/** Bytes read from a file at a time. */
const READ_SIZE = 1024 * 1024;

export interface Input {
  /** For messages. */
  name: string;
  open: () => Readable;
}

export const standardInput: Input = { name: 'standard input', open: () => process.stdin };

/** The files as inputs. All are checked before any is read. `-` and an empty list mean standard input. */
export async function inputsFrom(files: readonly string[]): Promise<Input[]> {
  if (files.length === 0) return [standardInput];
  return Promise.all(
    files.map(async (file) => {
      if (file === '-') return standardInput;
      try {
        if ((await stat(file)).isDirectory()) throw new Error('is a folder');
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new CommandError(`${file}: ${code === 'ENOENT' ? 'no such file' : message}`);
      }
      return { name: file, open: () => createReadStream(file, { highWaterMark: READ_SIZE }) };
    }),
  );
}

/** The input's chunks, in order. Ends silently when `signal` aborts. If reading fails, the error names the input. */
export async function* chunksOf(input: Input, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  if (signal.aborted) return;
  const stream = input.open();
  const stop = (): void => {
    stream.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      yield chunk as Buffer;
      if (signal.aborted) return;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw new CommandError(`${input.name}: ${(error as Error).message}`);
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}
