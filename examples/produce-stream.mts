// Lines of a file as records: a Node stream with real backpressure, which ends when every line is acknowledged.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Producer } from 'kafka-napi';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: produce-stream.mts FILE');
await using producer = new Producer({ 'bootstrap.servers': process.env.BOOTSTRAP ?? 'localhost:9092' });
const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
await pipeline(Readable.from(lines), producer.writable({ topic: 'lines' }));
console.log(producer.metrics()['record-send-total'], 'lines');
