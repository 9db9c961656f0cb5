// Counts words: the lines of one topic, the counts in another. Start several; they share the work.
// BOOTSTRAP=localhost:9092 npx tsx examples/streams-word-count.mts
import { KafkaStreams, StreamsBuilder } from 'kafka-napi/streams';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const builder = new StreamsBuilder();
builder
  .stream('lines', text)
  .flatMapValues((line) => (line ?? '').toLowerCase().match(/\w+/g) ?? [])
  .groupBy((_, word) => word, text)
  .count({ storeName: 'counts' })
  .toStream()
  .peek((word, count) => console.log(word, count))
  .to('words');

const streams = new KafkaStreams(builder.build(), {
  'application.id': 'word-count',
  'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092',
  'processing.guarantee': 'exactly_once_v2',
});
streams.setStateListener((state) => console.log(state));
// Commits what is done, and leaves the group: the others take over at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void streams.close());
await streams.start();
