/** Faust's quickstart and tutorial of page views, with the records and results that are printed there. */
import { json } from '../../../../src/serde/json';
import { App, TopologyTestDriver } from '../../../../src/streams/index';

interface PageView {
  readonly id: string;
  readonly user: string;
}

test('Hello World (quickstart): an agent prints greetings as they are', async () => {
  const printed: string[] = [];
  const app = new App('hello-world');
  app.agent('greetings', {}, async (greetings) => {
    for await (const { value } of greetings) printed.push(String(value));
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  const greetings = driver.createInputTopic('greetings', 'string', 'string');
  greetings.pipeInput({ value: 'Hello Faust' });
  greetings.pipeInput({ value: 'Hello Kafka topic' });
  await driver.settled();
  expect(printed).toEqual(['Hello Faust', 'Hello Kafka topic']);
});

test('page views (tutorial): the count of a page is in the changelog of the table', async () => {
  const app = new App('page_views');
  const counts = app.table('page_views', { key: 'string', value: 'int64', default: () => 0 });
  app.agent(
    'page_views',
    {
      value: json<PageView>(),
      before: (views) =>
        views
          .filter((_, view): view is PageView => view !== null)
          .selectKey((_, view) => view.id)
          .repartition({ name: 'by-page', keySerde: 'string', valueSerde: json<PageView>() }),
    },
    async (views) => {
      for await (const { value } of views) counts.update(value.id, (count) => count + 1);
    },
  );
  const driver = new TopologyTestDriver(app.topology, app.config);
  const views = driver.createInputTopic('page_views', 'string', json<PageView>());
  const changes = driver.createOutputTopic('page_views-page_views-changelog', 'string', 'int64');
  views.pipeInput({ value: { id: 'foo', user: 'bar' } });
  await driver.settled();
  expect(changes.readKeyValuesToList()).toEqual([['foo', 1]]);
  views.pipeInput({ value: { id: 'foo', user: 'baz' } });
  views.pipeInput({ value: { id: 'other', user: 'bar' } });
  await driver.settled();
  expect(changes.readKeyValuesToList()).toEqual([
    ['foo', 2],
    ['other', 1],
  ]);
});
