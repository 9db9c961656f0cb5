// Faust's tutorial: counts the views of each page, in a table. Start several; they share the pages.
// BOOTSTRAP=localhost:9092 npx tsx examples/streams-page-views.mts
// npx kafka-napi streams examples/streams-page-views.mts send page-views '{"id":"/home","user":"sue"}'
import { json } from 'kafka-napi';
import { App } from 'kafka-napi/streams';

interface PageView {
  readonly id: string;
  readonly user: string;
}

export const app = new App('page-views-app', {
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'processing.guarantee': 'exactly_once_v2',
});
const counts = app.topic('page-view-counts', { key: 'string', value: 'int64' });
const views = app.table('views', { key: 'string', value: 'int64', default: () => 0 });

app.agent(
  'page-views',
  {
    value: json<PageView>(),
    // Faust's group_by: all views of a page come to one task.
    before: (stream) =>
      stream
        .filter((_, view): view is PageView => view !== null)
        .selectKey((_, view) => view.id)
        .repartition({ name: 'by-page', keySerde: 'string', valueSerde: json<PageView>() }),
  },
  async (stream) => {
    for await (const { key: page } of stream) {
      views.update(page, (count) => count + 1);
      await counts.send(page, views.get(page));
    }
  },
);

await app.main();
