import { signal } from '../state/signal';

import type { AccessClass, Fault, SessionCreated, SessionRequest, SessionView } from '../../shared/api';
import { call, faultOf, get, RequestError, secret, signedOut } from './http';

/** Null until the server has answered. */
export const session = signal<SessionView | null>(null);
export const sessionFault = signal<Fault | null>(null);

/** Whether this session may do it; writing is denied until the server has answered. */
export function can(access: AccessClass): boolean {
  if (session.value === null || session.value.denied.includes(access)) return false;
  return !lacks('describeCluster') || !needsAdmin.includes(access);
}

/** What the development broker cannot do, which answers no request of an administrator. */
const needsAdmin: readonly AccessClass[] = ['topics', 'configs', 'groups', 'delete', 'security'];

/** Whether the broker does not answer this, as `describeConfigs`. */
export const lacks = (name: string): boolean => session.value?.unsupported.includes(name) ?? false;

/** The token that the start of the server printed: it comes as `#t=…`, which no server and no log sees. */
function takeToken(): string | null {
  const match = /^#t=(.+)$/.exec(location.hash);
  if (match === null) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return match[1]!;
}

/** Without a token where the browser has asked for a password already: the server then needs none. */
export async function signIn(token?: string): Promise<void> {
  const request: SessionRequest = token === undefined ? {} : { token };
  const answer = await call<SessionCreated>('POST', '/session', request);
  secret.set(answer.secret);
  await readSession();
  signedOut.value = false;
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/session').finally(() => {
    secret.clear();
    signedOut.value = true;
  });
}

/** Again, once the server has asked the broker: it then knows what that does not answer. */
export async function readSession(): Promise<void> {
  session.value = await get<SessionView>('/session');
}

const isNoSession = (error: unknown): boolean => error instanceof RequestError && error.fault.code === 'NO_SESSION';

/** Until the server has said yes or no to it: it may be away, or have to wait after too many wrong tries. */
let untried: string | null = null;

/** Signs in by the token of the address, or by what an earlier visit left. */
export async function startSession(): Promise<void> {
  untried = takeToken() ?? untried;
  try {
    if (untried !== null) await signIn(untried);
    else await readSession().catch((error: unknown) => (isNoSession(error) ? signIn() : Promise.reject(error)));
    untried = null;
    signedOut.value = false;
    sessionFault.value = null;
  } catch (error) {
    if (isNoSession(error)) untried = null;
    // With a fault it is tried again.
    sessionFault.value = isNoSession(error) ? null : faultOf(error);
  }
}
