// Runs one round of one trial: every driver once, in order in even rounds and in reverse in odd ones (ABBA), each in a
// new process.
import { randomBytes } from 'node:crypto';

import { drivers, runDriver } from './drivers.mjs';
import { expectedChecksum } from './payload.mjs';

/** `"trace-id"`, 16 bytes, `"type"`, 5 bytes: names, values, and the first byte of each value. */
const HEADER_BYTES = 8 + 16 + 48 + 4 + 5 + 111;

function check(what, got, wanted) {
  if (got !== wanted) throw new Error(`${what}: ${got} instead of ${wanted}`);
}

export class Runner {
  #kafka;
  #results;
  #log;
  #sources = new Map();

  constructor({ kafka, results, log }) {
    this.#kafka = kafka;
    this.#results = results;
    this.#log = log;
  }

  /** Runs the missing drivers of one round of a trial. @param names of all its drivers. */
  async run(trial, names, round) {
    const order = (round % 2 === 0 ? names : [...names].reverse()).filter(
      (name) => !this.#results.has(trial.id, name, round),
    );
    if (trial.kind === 'consume' && order.length > 0) await this.#warm(trial);
    for (const name of order) {
      const run = await this.#attempt(trial, name);
      this.#results.add({ trial: trial.id, driver: name, round, at: new Date().toISOString(), ...run });
      this.#log(`${trial.id} ${name} #${round + 1}: ${describe(run)}`);
    }
  }

  /** The failure of another client is a result. That of C or this package ends the trial. */
  async #attempt(trial, name) {
    try {
      return await this.#once(trial, name);
    } catch (error) {
      if (!drivers[name].peer) throw error;
      this.#log(error.message);
      // The last line says what went wrong; those before it name paths of this machine.
      return { failed: error.message.trimEnd().split('\n').at(-1) };
    }
  }

  async #once(trial, name) {
    const place = { servers: this.#kafka.bootstrapServers, group: unique('group') };
    if (trial.kind === 'consume') {
      const topic = await this.#source(trial);
      const run = await runDriver(name, trial, { ...place, topic });
      if (drivers[name].scale !== 1e-9) this.#checkConsumed(trial, run);
      return run;
    }
    const topic = unique(trial.id);
    await this.#kafka.createTopic(topic, { partitions: trial.partitions });
    try {
      const run = await runDriver(name, trial, { ...place, topic });
      check(`${name}: failed messages`, run.errors, 0);
      if (trial.kind === 'produce') await this.#checkProduced(trial, topic, run);
      return run;
    } finally {
      await this.#kafka.deleteTopic(topic);
    }
  }

  #checkConsumed(trial, run) {
    check('failed messages', run.errors, 0);
    // A driver that reads by batches may have been given some of the last one as well, never less than it was to read.
    const read = run.read ?? run.warmup + run.count;
    if (trial.partitions === 1 && run.checksum !== null)
      check('checksum', run.checksum, expectedChecksum(trial.size, read));
    if (run.messages < run.count * 0.9) throw new Error(`only ${run.messages} of ${run.count} messages were measured`);
  }

  /** Reads everything back in C and checks counts, contents and headers. */
  async #checkProduced(trial, topic, run) {
    const total = run.count + run.warmup;
    const headers = trial.mode === 'headers';
    const back = await this.#readAll(trial, topic, headers ? 'headers' : 'assign', total);
    if (run.checksum !== null)
      check('checksum of what was produced', back.checksum, expectedChecksum(trial.size, total));
    if (headers) check('bytes of headers', back.headerBytes, total * HEADER_BYTES);
    const ends = await this.#endOffsets(topic);
    if (trial.config['enable.idempotence'] === 'false' ? ends < total : run.exact !== false && ends !== total) {
      throw new Error(`the topic has ${ends} messages instead of ${total}`);
    }
  }

  /** In C, unmeasured. */
  #readAll(trial, topic, mode, count) {
    return runDriver(
      'c',
      { ...trial, kind: 'consume', mode, clients: 1, count, warmup: 0, config: {} },
      { servers: this.#kafka.bootstrapServers, topic, group: unique('verify') },
    );
  }

  /**
   * What was not read for a while comes from the disk, at half the speed: no driver is to be the one that waits for
   * that.
   */
  async #warm(trial) {
    await this.#readAll(trial, await this.#source(trial), 'assign', trial.count + trial.warmup);
  }

  async #endOffsets(topic) {
    const ends = await this.#kafka.listOffsets(topic, 'latest');
    return ends.reduce((sum, end) => sum + end, 0);
  }

  /** A topic to read, filled once. */
  async #source(trial) {
    const mode = trial.source ?? 'callback';
    const key = `${trial.size}-${trial.partitions}-${mode}`;
    const needed = trial.count + trial.warmup;
    const known = this.#sources.get(key);
    if (known !== undefined && known.count >= needed) return known.topic;
    if (known !== undefined) await this.#kafka.deleteTopic(known.topic);
    const topic = unique(`source-${key}`);
    await this.#kafka.createTopic(topic, { partitions: trial.partitions });
    this.#log(`filling ${topic} with ${needed} messages`);
    await runDriver(
      'c',
      {
        ...trial,
        kind: 'produce',
        mode,
        clients: 1,
        count: needed,
        warmup: 0,
        config: { 'batch.size': '1000000', 'linger.ms': '20', 'max.request.size': String(2 << 20) },
      },
      { servers: this.#kafka.bootstrapServers, topic, group: '' },
    );
    this.#sources.set(key, { topic, count: needed });
    return topic;
  }
}

function unique(name) {
  return `${name}-${randomBytes(4).toString('hex')}`;
}

function describe(run) {
  if (run.failed !== undefined) return `failed: ${run.failed}`;
  if (run.p50 !== undefined && run.loopP99 === undefined) return `p50 ${run.p50} µs, p99 ${run.p99} µs`;
  if (run.messages === 0) return `${Math.round(run.rssKb / 1024)} MB`;
  const rate = Math.round(run.messages / run.seconds).toLocaleString('en');
  return `${rate} msg/s, ${((run.cpu / run.messages) * 1e6).toFixed(2)} CPU s per million, peak ${Math.round(run.rssKb / 1024)} MB`;
}
