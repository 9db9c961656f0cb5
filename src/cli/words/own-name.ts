/** How the user called this program, for the commands that it proposes: through npx it is not on the PATH. */
export function ownName(env: NodeJS.ProcessEnv = process.env): string {
  return env['npm_command'] === 'exec' ? 'npx kafka-napi' : 'kafka-napi';
}
