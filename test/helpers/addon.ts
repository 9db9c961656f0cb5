/** The binary under test: a sanitizer's build where KAFKA_NAPI_ADDON names one. */
import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');

export function addonPath(): string {
  return path.resolve(root, process.env['KAFKA_NAPI_ADDON'] ?? 'build/Release/kafka_napi.node');
}

/** The environment of a program that is no Node: without the run time that a sanitizer's build needs in it. */
export function foreignEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env['LD_PRELOAD'];
  return env;
}

/** Code made for another sanitizer's run time is slower by about this factor; limits on time are multiplied by it. */
export const slowness = process.env['KAFKA_NAPI_ADDON'] === undefined ? 1 : 10;
