import { CommandError, describeError, Exit } from './exit';
import { clearProgress, complain } from './io/stderr';

/** Runs a command's work and ends the process with its status. An error becomes one line on stderr, without a stack. */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  let exitCode: number;
  try {
    exitCode = await work();
  } catch (error) {
    complain(describeError(error));
    exitCode = statusOf(error);
  }
  clearProgress();
  // Pipes are written in the background: wait, so that no output is cut off.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

/** A wrong configuration counts as a wrong command line. */
function statusOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  return (error as { code?: unknown }).code === 'ERR_CONFIG' ? Exit.USAGE : Exit.FAILED;
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable || stream.destroyed) {
      resolve();
      return;
    }
    // The reader may be gone: then there is nothing to wait for.
    stream.on('error', () => resolve());
    stream.write('', () => resolve());
  });
}
