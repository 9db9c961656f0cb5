/** The binary under test: a sanitizer's build if KAFKA_NAPI_ADDON names one. */
import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');

export function addonPath(): string {
  return path.resolve(root, process.env['KAFKA_NAPI_ADDON'] ?? 'build/Release/kafka_napi.node');
}

/** The environment for a program that is not Node, without the runtime that a sanitizer's build needs. */
export function foreignEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env['LD_PRELOAD'];
  return env;
}

/** Code built for a sanitizer is slower by about this factor. Time limits are multiplied by it. */
export const slowness = process.env['KAFKA_NAPI_ADDON'] === undefined ? 1 : 10;
