import { App, type StreamsConfig, type Topology } from '../../../src/streams/index';

/** The same folds as `killedTopology`, by two agents with tables. The topic of the second must exist. */
export function agentsTopology(prefix: string, config: StreamsConfig): Topology {
  const app = new App(prefix, config);
  const numbers = { key: 'string', value: 'int64' } as const;
  const table = (name: string) => app.table(name, numbers);
  const to = Object.fromEntries(
    ['echo', 'min', 'sum', 'rests', 'max', 'cnt'].map((name) => [name, app.topic(`${prefix}-${name}`, numbers)]),
  );
  const [min, sum, max, cnt] = [table('min'), table('sum'), table('max'), table('cnt')];
  const options = (name: string, tables: (typeof min)[]) => ({ ...numbers, topic: `${prefix}-${name}`, tables });

  app.agent('folds', options('data', [min, sum]), async (stream) => {
    for await (const { key, value } of stream) {
      min.set(key, Math.min(min.get(key) ?? value, value));
      sum.set(key, (sum.get(key) ?? 0) + value);
      await to.echo!.send(key, value);
      await to.min!.send(key, min.get(key)!);
      await to.sum!.send(key, sum.get(key)!);
      await to.rests!.send(`rest-${Math.abs(value) % 7}`, value);
    }
  });
  app.agent('rests', options('rests', [max, cnt]), async (stream) => {
    for await (const items of stream.take(20)) {
      for (const { key, value } of items) {
        max.set(key, Math.max(max.get(key) ?? value, value));
        cnt.set(key, (cnt.get(key) ?? 0) + 1);
        await to.max!.send(key, max.get(key)!);
        await to.cnt!.send(key, cnt.get(key)!);
      }
    }
  });
  return app.topology;
}
