// Runs a program that prints its result as the last line of its output, in JSON.
import { spawn } from 'node:child_process';
import path from 'node:path';

/** The result. `env`: beside that of this process. Rejects with what the program printed if it fails or takes longer. */
export function collect(command, args, { timeoutMs, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err = (err + data).slice(-4000)));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const line = out.trim().split('\n').at(-1);
      if (code === 0 && line.startsWith('{')) resolve(JSON.parse(line));
      else reject(new Error(`${path.basename(command)} ended with ${signal ?? code}:\n${err}${out}`));
    });
  });
}
