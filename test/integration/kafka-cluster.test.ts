import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { KafkaCluster, PARENT_VARIABLE } from '../helpers/kafka/kafka-cluster';
import { isAlive } from '../helpers/kafka/ports';
import { sharedKafka, uniqueName } from '../helpers/kafka/shared-kafka';

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

describe('the shared cluster', () => {
  const kafka = sharedKafka();

  test('creates a topic with the given options; its errors are Java’s', async () => {
    const topic = uniqueName('topic');
    await kafka.createTopic(topic, { partitions: 3, configs: { 'retention.ms': '12345' } });
    const partitions = await kafka.describeTopic(topic);
    expect(partitions).toEqual([0, 1, 2].map((partition) => ({ partition, leader: 1, replicas: [1], isr: [1] })));
    expect(await kafka.leader(topic, 2)).toBe(1);
    await kafka.createPartitions(topic, 4);
    expect(await kafka.describeTopic(topic)).toHaveLength(4);
    await expect(kafka.createTopic(topic)).rejects.toMatchObject({
      name: 'JavaError',
      javaClass: 'TopicExistsException',
    });
    const described = await kafka.tool('kafka-topics', [
      '--bootstrap-server',
      kafka.bootstrapServers,
      '--describe',
      '--topic',
      topic,
    ]);
    expect(described).toMatchObject({ code: 0, stderr: '' });
    expect(described.stdout).toContain('retention.ms=12345');
    await kafka.deleteTopic(topic);
    expect(await kafka.listTopics()).not.toContain(topic);
  });

  test('Java’s consumer reads what Java’s producer wrote: bytes, null and empty, headers, timestamps, partitions', async () => {
    const topic = uniqueName('records');
    await kafka.createTopic(topic, { partitions: 2 });
    const binary = Buffer.from([0, 255, 10, 13, 128]);
    const produced = await kafka.produce(topic, [
      {
        partition: 1,
        key: 'k',
        value: binary,
        timestamp: 1_700_000_000_123,
        headers: [
          ['a', 'x'],
          ['a', null],
          ['b', ''],
        ],
      },
      { partition: 0, key: null, value: '' },
      { partition: 1, key: '', value: null },
    ]);
    expect(produced.map(({ partition, offset }) => [partition, offset])).toEqual([
      [1, 0],
      [0, 0],
      [1, 1],
    ]);
    const consumed = await kafka.consume(topic);
    expect(consumed.map((r) => [r.partition, r.offset, text(r.key), text(r.value)])).toEqual([
      [0, 0, null, ''],
      [1, 0, 'k', binary.toString()],
      [1, 1, '', null],
    ]);
    expect(consumed[1]?.value?.equals(binary)).toBe(true);
    expect(consumed[1]).toMatchObject({ timestamp: 1_700_000_000_123, timestampType: 'CreateTime', leaderEpoch: 0 });
    expect(consumed[1]?.headers.map(([name, value]) => [name, text(value)])).toEqual([
      ['a', 'x'],
      ['a', null],
      ['b', ''],
    ]);
    expect(await kafka.consume(topic, { partitions: [0] })).toHaveLength(1);
    expect(await kafka.listOffsets(topic, 'latest')).toEqual([1, 2]);
    await kafka.deleteRecords(topic, 1, 1);
    expect(await kafka.listOffsets(topic, 'earliest')).toEqual([0, 1]);
  });

  test('transactions commit, abort and stay open', async () => {
    const topic = uniqueName('transactions');
    const id = uniqueName('id');
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'committed' }], { transactionalId: id });
    await kafka.produce(topic, [{ value: 'aborted' }], { transactionalId: id, outcome: 'abort' });
    await kafka.produce(topic, [{ value: 'open' }], { transactionalId: id, outcome: 'open' });
    const committed = async (): Promise<(string | null)[]> =>
      (await kafka.consume(topic, { isolation: 'read_committed' })).map((r) => text(r.value));
    expect(await committed()).toEqual(['committed']);
    expect((await kafka.consume(topic)).map((r) => text(r.value))).toEqual(['committed', 'aborted', 'open']);
    expect(await kafka.listOffsets(topic, 'latest', 'read_committed')).toEqual([4]); // two records, two markers
    await kafka.endTransaction(id, 'commit');
    expect(await committed()).toEqual(['committed', 'open']);
  });

  test("Kafka's console tools and group offsets", async () => {
    const topic = uniqueName('console');
    const group = uniqueName('group');
    const server = ['--bootstrap-server', kafka.bootstrapServers];
    await kafka.createTopic(topic);
    const produced = await kafka.tool('kafka-console-producer', [...server, '--topic', topic], { stdin: 'one\ntwo\n' });
    expect(produced.code).toBe(0);
    const consumed = await kafka.tool('kafka-console-consumer', [
      ...server,
      '--topic',
      topic,
      '--group',
      group,
      '--from-beginning',
      '--max-messages',
      '2',
      '--timeout-ms',
      '30000',
    ]);
    expect(consumed).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
    expect(await kafka.listGroupOffsets(group)).toMatchObject({ [`${topic}-0`]: { offset: 2 } });
    expect(await kafka.describeGroup(group)).toMatchObject({
      type: 'Classic',
      state: 'Empty',
      coordinator: 1,
      members: [],
    });
    await kafka.alterGroupOffsets(group, topic, 0, 1);
    expect(await kafka.listGroupOffsets(group)).toMatchObject({ [`${topic}-0`]: { offset: 1 } });
    await kafka.deleteGroup(group);
    await expect(kafka.describeGroup(group)).rejects.toMatchObject({ javaClass: 'GroupIdNotFoundException' });
    await expect(kafka.tool('kafka-nothing', [])).rejects.toThrow(
      '"kafka-nothing" is neither a Java class nor one of: kafka-acls',
    );
  });
});

test('a node keeps its address and data when killed and restarted; stop removes everything', async () => {
  const kafka = await KafkaCluster.start({ config: { 'auto.create.topics.enable': 'true' } });
  const pids: number[] = [];
  try {
    await kafka.createTopic('kept');
    await kafka.produce('kept', [{ value: 'before' }]);
    expect(readdirSync(kafka.dataDir(1))).toContain('kept-0');
    const before = kafka.bootstrapServers;
    for (const end of [() => kafka.kill(1), () => kafka.shutdown(1)]) {
      const pid = kafka.pid(1) as number;
      pids.push(pid);
      await end();
      expect([kafka.isRunning(1), kafka.pid(1), isAlive(pid)]).toEqual([false, undefined, false]);
      await kafka.restart(1);
    }
    expect(kafka.bootstrapServers).toBe(before);
    expect((await kafka.consume('kept')).map((r) => text(r.value))).toEqual(['before']);

    kafka.pause(1);
    const answer = kafka.produce('kept', [{ value: 'through the pause' }]);
    const first = await Promise.race([
      answer.then(() => 'answer'),
      new Promise((resolve) => setTimeout(resolve, 500, 'silence')),
    ]);
    expect(first).toBe('silence');
    kafka.resume(1);
    expect(await answer).toMatchObject([{ partition: 0, offset: 1 }]);
    expect(() => kafka.pause(2)).toThrow('there is no node 2: ids are 1 to 1');
    pids.push(kafka.pid(1) as number, (await kafka.bridge.start()).pid as number);
  } finally {
    await kafka.stop();
  }
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(kafka.folder)).toBe(false);
  await kafka.stop();
});

test('three nodes: leadership moves, a killed leader is replaced, restarted nodes catch up', async () => {
  const kafka = await KafkaCluster.start({ nodes: 3 });
  try {
    await kafka.createTopic('replicated', {
      assignments: [
        [1, 2, 3],
        [2, 3, 1],
      ],
    });
    expect(await kafka.describeTopic('replicated')).toMatchObject([
      { leader: 1, isr: [1, 2, 3] },
      { leader: 2, isr: [2, 3, 1] },
    ]);
    await kafka.moveLeader('replicated', 0, 3);
    expect(await kafka.leader('replicated', 0)).toBe(3);
    await kafka.produce('replicated', [{ partition: 0, value: 'first' }]);
    await kafka.kill(3);
    await kafka.produce('replicated', [{ partition: 0, value: 'second' }]);
    const [partition] = await kafka.describeTopic('replicated');
    expect(partition?.leader).not.toBe(3);
    expect(partition?.isr).toHaveLength(2);
    await kafka.restart(3);
    await kafka.waitForInSync();
    await kafka.moveLeader('replicated', 0, 3);
    expect((await kafka.consume('replicated')).map((r) => text(r.value))).toEqual(['first', 'second']);
    await kafka.reassign('replicated', 1, [3]);
    expect((await kafka.describeTopic('replicated'))[1]).toEqual({ partition: 1, leader: 3, replicas: [3], isr: [3] });
    await expect(kafka.moveLeader('replicated', 1, 2)).rejects.toThrow('node 2 holds no replica of replicated-1');
  } finally {
    await kafka.stop();
  }
});

test('secured listeners accept valid users only, and the authorizer applies the ACLs', async () => {
  const kafka = await KafkaCluster.start({ listeners: ['SSL', 'SASL_PLAINTEXT', 'SASL_SSL'], authorizer: true });
  try {
    await kafka.createTopic('secured');
    await kafka.produce('secured', [{ value: 'v' }]);
    const read = (client: Record<string, string>): Promise<unknown[]> =>
      kafka.consume('secured', { client: { ...client, 'default.api.timeout.ms': '10000' } });

    // admin is a super user; alice needs an ACL; mallory has a wrong password.
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
      for (const listener of ['SASL_PLAINTEXT', 'SASL_SSL'] as const) {
        expect(await read(kafka.clientProperties(listener, { mechanism }))).toHaveLength(1);
      }
      const stranger = kafka.clientProperties('SASL_SSL', { user: 'mallory', mechanism });
      await expect(read(stranger)).rejects.toMatchObject({ javaClass: 'SaslAuthenticationException' });
    }
    const alice = kafka.clientProperties('SASL_SSL', { user: 'alice', mechanism: 'SCRAM-SHA-512' });
    const token = kafka.clientProperties('SASL_SSL', { user: 'alice', mechanism: 'OAUTHBEARER' });
    await expect(read(alice)).rejects.toMatchObject({ javaClass: 'TopicAuthorizationException' });
    await kafka.addAcl({ principal: 'User:alice', resourceType: 'TOPIC', name: 'secured', operation: 'READ' });
    expect(await read(alice)).toHaveLength(1);
    expect(await read(token)).toHaveLength(1);

    // TLS with a client certificate: the certificate's name is the user.
    const client = {
      ...kafka.clientProperties('SSL'),
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': kafka.tls.client.keyAndCert,
    };
    await expect(read(client)).rejects.toMatchObject({ javaClass: 'TopicAuthorizationException' });
    await kafka.addAcl({
      principal: 'User:CN=client',
      resourceType: 'TOPIC',
      name: 'sec',
      operation: 'READ',
      patternType: 'PREFIXED',
    });
    expect(await read(client)).toHaveLength(1);
  } finally {
    await kafka.stop();
  }
});

describe('a program that runs a cluster', () => {
  let folder: string;
  let program: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kafka-napi-path-'));
  });
  afterEach(() => {
    program?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs run.ts with nothing but these commands on its PATH. */
  function start(commands: readonly string[]): ChildProcess {
    for (const command of commands) {
      symlinkSync(execFileSync('which', [command], { encoding: 'utf8' }).trim(), join(folder, command));
    }
    const helpers = resolve(__dirname, '../helpers/kafka');
    program = spawn(process.execPath, ['-r', join(helpers, 'ts-hook.js'), join(helpers, 'run.ts')], {
      env: { PATH: folder, [PARENT_VARIABLE]: folder },
    });
    return program;
  }

  /** Of the clusters of other tests none may clear up first. */
  async function startAndStopBeside(clusterFolder: string): Promise<void> {
    process.env[PARENT_VARIABLE] = dirname(clusterFolder);
    try {
      await (await KafkaCluster.start()).stop();
    } finally {
      delete process.env[PARENT_VARIABLE];
    }
  }

  async function gone(pids: readonly number[]): Promise<void> {
    while (pids.some(isAlive)) await sleep(20);
  }

  // Two ways for a JVM to learn of its parent's death: the kernel (setpriv), and the pipe where there is no setpriv.
  test.each([
    ['with setpriv', ['java', 'javac', 'setpriv', 'true']],
    ['without setpriv', ['java', 'javac']],
  ])('takes it along when it is killed, %s', async (_, commands) => {
    const child = start(commands);
    const errors: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      new Promise<string[]>((done) => lines.once('line', (text) => done([text]))),
      new Promise<string[]>((done) => lines.once('close', () => done([]))),
    ]);
    if (line === undefined) throw new Error(`it ended without a cluster: ${Buffer.concat(errors).toString()}`);
    const { pids, folder: clusterFolder } = JSON.parse(line) as { pids: number[]; folder: string };
    expect(pids).toHaveLength(1);
    expect(pids.every(isAlive)).toBe(true);
    child.kill('SIGKILL');
    await gone(pids);
    expect(existsSync(clusterFolder)).toBe(true);
    await startAndStopBeside(clusterFolder); // the next one clears up
    expect(existsSync(clusterFolder)).toBe(false);
  });

  test('without Java, says in one sentence what is missing', async () => {
    const child = start([]);
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const code = await new Promise((done) => child.once('close', done));
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(
        /^The integration tests run a real Apache Kafka and need Java 17 or newer, but "java -version" failed .*\n$/,
      ),
    ]);
  });
});
