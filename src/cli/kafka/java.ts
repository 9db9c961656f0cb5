import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const LEAST_JAVA = 17;

/** `17`, `21` … in the output of `java -version`; undefined if there is no version in it. */
export function javaVersionOf(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return first === '1' ? Number(second) : Number(first);
}

export interface Java {
  command: string;
  keytool: string;
  version: number;
}

/** Java of `JAVA_HOME`, otherwise of `PATH`; or a sentence with the reason why there is none. */
export function findJava(env: NodeJS.ProcessEnv = process.env): Java | string {
  const home = env['JAVA_HOME'];
  const folders = home ? [path.join(home, 'bin')] : (env['PATH'] ?? '').split(path.delimiter);
  const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);
  const folder = folders.find((one) => one !== '' && existsSync(path.join(one, executable('java'))));
  if (folder === undefined) return home ? `JAVA_HOME (${home}) has no bin/java` : 'there is no Java';
  const command = path.join(folder, executable('java'));
  const { stderr, stdout, error } = spawnSync(command, ['-version'], { encoding: 'utf8', timeout: 20_000 });
  const version = javaVersionOf(`${stderr ?? ''}${stdout ?? ''}`);
  if (version === undefined) return `${command} -version prints no Java version${error ? ` (${error.message})` : ''}`;
  if (version < LEAST_JAVA) return `${command} is Java ${version}, and Kafka 4 needs Java ${LEAST_JAVA} or newer`;
  return { command, keytool: path.join(folder, executable('keytool')), version };
}
