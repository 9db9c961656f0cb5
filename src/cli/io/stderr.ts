import pc from 'picocolors';

let quiet = false;
let progressShown = false;

/** `-q`: notes are left out; errors are not. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

function write(text: string): void {
  clearProgress();
  process.stderr.write(text);
}

/** A line for the user beside the data, on stderr. */
export function note(message: string): void {
  if (!quiet) write(`${message}\n`);
}

/** A line about something that needs the user's attention, on stderr, also with `-q`. */
export function complain(message: string): void {
  const prefix = 'kafka-napi:';
  write(`${process.stderr.isTTY ? pc.red(prefix) : prefix} ${message}\n`);
}

/** Replaces the progress line, on a terminal only. */
export function showProgress(text: string): void {
  if (quiet || !process.stderr.isTTY) return;
  const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
  process.stderr.write(`\r\u001b[2K${text.slice(0, width)}`);
  progressShown = true;
}

export function clearProgress(): void {
  if (!progressShown) return;
  progressShown = false;
  process.stderr.write('\r\u001b[2K');
}
