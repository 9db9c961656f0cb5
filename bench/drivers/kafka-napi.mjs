// This package, used as its documentation shows. -m for produce: callback, none, headers, string, send. For consume:
// batches, poll, consume, stream, for-await, and assign (batches without a group). A suffix -string or -json chooses the
// deserializer; -headers also reads the headers.
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { Intake, latencies, main, now, Stopwatch, timeEachSend } from '../lib/driver.mjs';
import { makePayloads, touch, touchObject, touchString } from '../lib/payload.mjs';

const require = createRequire(import.meta.url);
const { Consumer, Producer, librdkafkaVersion, version } = require(
  process.env.KAFKA_NAPI_ENTRY ?? '../../dist/index.js',
);

const POLL_EVERY = 500;
const about = { version: `${version} (librdkafka ${librdkafkaVersion})` };

const loopDelay = () => {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return () => {
    histogram.disable();
    return {
      loopP50: histogram.percentile(50) / 1e6,
      loopP99: histogram.percentile(99) / 1e6,
      loopMax: histogram.max / 1e6,
    };
  };
};

// ---- produce

function makeProducers({ servers, clients, properties }) {
  return Array.from({ length: clients }, () => new Producer({ 'bootstrap.servers': servers, ...properties }));
}

const trace = Buffer.from('0123456789abcdef');
const order = Buffer.from('order');

function recordMaker({ topic, size, mode }) {
  const payloads = makePayloads(size);
  const count = payloads.length;
  if (mode === 'string') {
    const texts = payloads.map(String);
    return (i) => ({ topic, value: texts[i % count] });
  }
  if (mode !== 'headers') return (i) => ({ topic, value: payloads[i % count] });
  const keys = payloads.map((value) => value.subarray(7, 11));
  return (i) => {
    const j = i % count;
    return {
      topic,
      key: keys[j],
      value: payloads[j],
      headers: [
        ['trace-id', trace],
        ['type', order],
      ],
    };
  };
}

class CallbackRun {
  #producers;
  #record;
  #inFlight;
  /** Serves reports within the loop, as C must. Otherwise they are served when the event loop turns. */
  #polls;
  #callback;
  #wake = undefined;
  reported = 0;
  failed = 0;

  constructor(options) {
    this.#producers = makeProducers(options);
    this.#record = recordMaker(options);
    this.#inFlight = options.inFlight || Infinity;
    this.#polls = options.polls ?? true;
    this.#callback =
      options.mode === 'none'
        ? undefined
        : (error) => {
            this.reported++;
            if (error) this.failed++;
            if (this.#wake !== undefined) this.#wake();
          };
  }

  async produce(from, to) {
    const producers = this.#producers;
    const record = this.#record;
    const callback = this.#callback;
    let poll = POLL_EVERY;
    for (let i = from; i < to; i++) {
      const producer = producers[i % producers.length];
      if (!producer.produce(record(i), callback)) await producer.drained();
      if (this.#polls && --poll === 0) {
        poll = POLL_EVERY;
        for (const each of producers) each.poll(0);
      }
      if (i + 1 - this.reported >= this.#inFlight) await this.#room(i + 1);
    }
    for (const producer of producers) await producer.flush();
  }

  #room(sent) {
    return new Promise((resolve) => {
      this.#wake = () => {
        if (sent - this.reported >= this.#inFlight) return;
        this.#wake = undefined;
        resolve();
      };
    });
  }

  async close() {
    await Promise.all(this.#producers.map((producer) => producer.close()));
  }
}

class SendRun {
  #producers;
  #record;
  #limit;
  failed = 0;

  constructor(options) {
    this.#producers = makeProducers(options);
    this.#record = recordMaker(options);
    this.#limit = options.inFlight;
  }

  produce(from, to) {
    const producers = this.#producers;
    let next = from;
    let settled = from;
    return new Promise((resolve, reject) => {
      const settle = () => {
        settled++;
        if (settled === to) resolve();
        else fill();
      };
      const fill = () => {
        while (next < to && next - settled < this.#limit) {
          const producer = producers[next % producers.length];
          producer.send(this.#record(next++)).then(settle, reject);
        }
      };
      fill();
    });
  }

  async close() {
    await Promise.all(this.#producers.map((producer) => producer.close()));
  }
}

async function produce(options) {
  const run = options.mode === 'send' ? new SendRun(options) : new CallbackRun(options);
  if (options.warmup > 0) await run.produce(0, options.warmup);
  const watch = new Stopwatch();
  const delay = options.properties['bench.loop'] ? loopDelay() : () => ({});
  await run.produce(options.warmup, options.warmup + options.count);
  const result = watch.result({
    messages: options.count,
    bytes: options.count * options.size,
    errors: run.failed,
    ...delay(),
    ...about,
  });
  await run.close();
  return result;
}

// ---- consume

const touchOf = { string: touchString, json: touchObject };

/** How one batch or record is taken in. */
function taker(intake, form) {
  if (form === 'headers') {
    return (records) => {
      let checksum = 0;
      let bytes = 0;
      let count = 0;
      let headerBytes = 0;
      for (const record of records) {
        for (const [name, value] of record.headers) headerBytes += name.length + value.length + value[0];
        checksum += touch(record.value);
        bytes += record.value.length;
        count++;
      }
      taker.headerBytes = (taker.headerBytes ?? 0) + headerBytes;
      intake.batch(count, bytes, checksum);
    };
  }
  const look = touchOf[form] ?? touch;
  return (records) => {
    let checksum = 0;
    let bytes = 0;
    let count = 0;
    for (const { value } of records) {
      checksum += look(value);
      bytes += value.length ?? 0;
      count++;
    }
    intake.batch(count, bytes, checksum);
  };
}

const loops = {
  async batches(consumer, intake, take) {
    for await (const records of consumer.batches({ limit: intake.missing })) take(records);
  },
  async poll(consumer, intake, take) {
    while (!intake.isDone) take(await consumer.poll(1000));
  },
  async consume(consumer, intake, take) {
    while (!intake.isDone) take(await consumer.consume(Math.min(1000, intake.missing), 1000));
  },
  async stream(consumer, intake) {
    for await (const { value } of consumer.stream({ limit: intake.missing }))
      intake.batch(1, value.length, touch(value));
  },
  async 'for-await'(consumer, intake) {
    for await (const { value } of consumer) {
      intake.batch(1, value.length, touch(value));
      if (intake.isDone) break;
    }
  },
};

async function consume(options) {
  const [, name, form] = /^(.*?)(?:-(string|json|headers))?$/.exec(options.mode || 'batches');
  const isAssigned = name === 'assign';
  const intake = new Intake(options);
  const consumers = Array.from({ length: options.clients }, (_, c) => {
    const consumer = new Consumer({
      'bootstrap.servers': options.servers,
      'auto.offset.reset': 'earliest',
      'group.id': options.group,
      ...(form === 'string' || form === 'json' ? { 'value.deserializer': form } : {}),
      ...options.properties,
    });
    if (isAssigned) {
      const mine = [];
      for (let p = c; p < options.partitions; p += options.clients)
        mine.push({ topic: options.topic, partition: p, offset: 0 });
      consumer.assign(mine);
    } else {
      consumer.subscribe([options.topic]);
    }
    return consumer;
  });
  const take = taker(intake, form);
  if (consumers.length === 1) {
    await loops[isAssigned ? 'batches' : name](consumers[0], intake, take);
  } else {
    const over = new AbortController();
    await Promise.all(
      consumers.map(async (consumer) => {
        for await (const records of consumer.batches({ signal: over.signal })) {
          take(records);
          if (intake.isDone) over.abort();
        }
      }),
    );
  }
  const result = intake.result({ ...about, headerBytes: taker.headerBytes });
  await Promise.all(consumers.map((consumer) => consumer.close()));
  return result;
}

// ---- latency

async function send(options) {
  const producer = new Producer({ 'bootstrap.servers': options.servers, ...options.propertiesOf('producer') });
  const record = recordMaker(options);
  const result = await timeEachSend(options, (i) => producer.send(record(i)), about);
  await producer.close();
  return result;
}

async function endToEnd(options) {
  const end = options.warmup + options.count;
  const producer = new Producer({ 'bootstrap.servers': options.servers, ...options.propertiesOf('producer') });
  const consumer = new Consumer({
    'bootstrap.servers': options.servers,
    'group.id': options.group,
    ...options.propertiesOf('consumer'),
  });
  consumer.assign([{ topic: options.topic, partition: 0, offset: 0 }]);
  const payloads = makePayloads(options.size);
  const took = new Float64Array(options.count);
  let errors = 0;
  let watch = new Stopwatch();
  const pace = async () => {
    const begin = now();
    for (let i = 0; i < end;) {
      const due = Math.min(end, Math.floor((now() - begin) * options.rate));
      for (; i < due; i++) {
        const value = payloads[i % payloads.length];
        value.writeDoubleLE(now(), options.size - 16);
        producer.produce({ topic: options.topic, value }, (error) => {
          if (error) errors++;
        });
      }
      await sleep(1);
    }
    await producer.flush();
  };
  const pacing = pace();
  let seen = 0;
  for await (const records of consumer.batches({ limit: end })) {
    for (const { value } of records) {
      if (seen === options.warmup) watch = new Stopwatch();
      if (seen >= options.warmup) took[seen - options.warmup] = now() - value.readDoubleLE(options.size - 16);
      seen++;
    }
  }
  const result = watch.result({
    messages: options.count,
    bytes: options.count * options.size,
    errors,
    ...latencies(took),
    ...about,
  });
  await pacing;
  await Promise.all([producer.close(), consumer.close()]);
  return result;
}

// ---- the event loop, while producer and consumer run flat out

async function flatOut(options) {
  const run = new CallbackRun({
    ...options,
    mode: 'callback',
    polls: false,
    properties: options.propertiesOf('producer'),
  });
  const consumer = new Consumer({
    'bootstrap.servers': options.servers,
    'group.id': options.group,
    ...options.propertiesOf('consumer'),
  });
  consumer.assign([{ topic: options.topic, partition: 0, offset: 0 }]);
  const intake = new Intake(options);
  const take = taker(intake);
  const producing = run.produce(0, options.warmup + options.count);
  let delay;
  for await (const records of consumer.batches({ limit: intake.missing })) {
    take(records);
    if (delay === undefined && intake.seen >= options.warmup) delay = loopDelay();
  }
  const result = intake.result({ ...delay(), ...about });
  await producing;
  await Promise.all([run.close(), consumer.close()]);
  return result;
}

await main({ produce, consume, send, e2e: endToEnd, 'flat-out': flatOut });
