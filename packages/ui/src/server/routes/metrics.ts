import { route, type Route } from '../route';
import type { Services } from '../services';

export function metricsRoutes({ facts, sampler }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '~/metrics',
      access: 'metrics',
      asks: 'nothing',
      answer: async () =>
        new Response(await sampler.metricsText(), {
          headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
        }),
    }),
    route({
      method: 'GET',
      path: '~/grafana.json',
      access: 'metrics',
      asks: 'nothing',
      answer: () => new Response(facts.grafana, { headers: { 'Content-Type': 'application/json' } }),
    }),
  ];
}
