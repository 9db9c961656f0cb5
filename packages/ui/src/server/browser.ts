import { spawn } from 'node:child_process';

const commands: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Whether somebody sits in front of this machine who would see a browser. */
export function hasBrowser(env: NodeJS.ProcessEnv, isTerminal: boolean, platform: NodeJS.Platform): boolean {
  if (!isTerminal || env.SSH_CONNECTION !== undefined || env.CI !== undefined) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens the address in the user's browser. That it does not work is no fault: the address was printed. */
export function openBrowser(url: string): void {
  const [command, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
