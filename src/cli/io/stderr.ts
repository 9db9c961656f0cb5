import pc from 'picocolors';

let quiet = false;
let progressShown = false;

/** `-q`: notes are omitted, errors are not. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

function write(text: string): void {
  clearProgress();
  process.stderr.write(text);
}

/** A line for the user on stderr, separate from the data. */
export function note(message: string): void {
  if (!quiet) write(`${message}\n`);
}

/** Output that the user requested, as a log: also with `-q`. */
export function raw(text: string): void {
  write(text);
}

/** A line on stderr that needs the user's attention, also with `-q`. */
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
