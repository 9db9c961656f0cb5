import type { SessionCreated, SessionView } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { decoderNames } from '../decode/by-hand';
import { object, optional } from '../input/schema';
import { text } from '../input/values';
import { route, type Route } from '../route';
import type { Services } from '../services';

const signInBody = object({ token: optional(text({ most: 256 })) });

export function sessionRoutes({ facts, sessions, attempts, policy, sampler }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '~/healthz',
      access: 'open',
      asks: 'nothing',
      isPublic: true,
      answer: () => new Response('ok', { headers: { 'Content-Type': 'text/plain; charset=utf-8' } }),
    }),
    route({
      method: 'POST',
      path: '/session',
      access: 'open',
      asks: 'nothing',
      body: signInBody,
      answer: ({ body: { token }, address }) => {
        attempts.check(address);
        const isAllowed = token === undefined ? !facts.isTokenNeeded : sessions.takeToken(token);
        if (!isAllowed) {
          if (token !== undefined) attempts.wrong(address);
          throw FaultError.of('NO_SESSION', 'This is not the token of the server', {
            hint: 'Each start prints a new one. Has the server been started again?',
          });
        }
        const { secret, cookie } = sessions.create();
        const created: SessionCreated = { secret };
        return Response.json(created, { headers: { 'Set-Cookie': cookie } });
      },
    }),
    route({
      method: 'GET',
      path: '/session',
      access: 'read',
      asks: 'nothing',
      answer: (): SessionView => ({
        version: facts.version,
        bootstrap: facts.bootstrap,
        clusterId: sampler.cluster().clusterId,
        readOnly: policy.readOnly,
        denied: [...policy.denied],
        unsupported: sampler.unsupported(),
        decoders: [...decoderNames],
        timezone: facts.timezone,
        limits: { scans: facts.maxScans, ...facts.budget },
      }),
    }),
    route({
      method: 'DELETE',
      path: '/session',
      access: 'read',
      asks: 'nothing',
      answer: ({ session }) => new Response(null, { status: 204, headers: { 'Set-Cookie': sessions.end(session!) } }),
    }),
  ];
}
