/**
 * Six members over twelve partitions, started, closed, killed and frozen at random under load, in each protocol and
 * assignor: nothing is lost, order is kept per partition, and what is read twice was read first by one that did not end
 * cleanly.
 *
 * In full: CHURN_SECONDS=600 npx jest test/integration/consumer/churn
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Producer } from '../../../src/index';
import { root } from '../../helpers/addon';
import { Random } from '../../helpers/random';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { deliveries, explain, makeLedger, type Member } from './churn-ledger';
import { delay, groupKinds } from './support';

const SECONDS = Number(process.env.CHURN_SECONDS ?? 12);
const PARTITIONS = 12;
const MEMBERS = 6;
const PER_SECOND = 1000;
const kafka = sharedKafka();

interface Running extends Member {
  child: ChildProcess;
  exited: Promise<number | null>;
  frozen: boolean;
}

let folder: string;
/** Kept if there is a failure to examine. */
let isKept = false;
let running: Running[] = [];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'churn-'));
});
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL');
  running = [];
});
afterAll(() => {
  if (!isKept) rmSync(folder, { recursive: true, force: true });
});

function start(topic: string, config: object, index: number): Running {
  const file = path.join(folder, `${topic}-${index}`);
  const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
  const args = ['-r', hook, path.join(__dirname, 'programs/member.ts'), file, JSON.stringify({ config, topic })];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { file, child, exited, unclean: false, frozen: false, fate: [`started ${Date.now()}`] };
}

function signal(member: Running, name: NodeJS.Signals): void {
  member.fate.push(`${name} ${Date.now()}`);
  member.child.kill(name);
}

/** Its signal handler is there: before that, SIGTERM would not end it cleanly. */
const hasBegun = ({ file }: Member): boolean => existsSync(file);

test.each(Object.keys(groupKinds))(
  '%s',
  async (kind) => {
    const topic = uniqueName('churn');
    await kafka.createTopic(topic, { partitions: PARTITIONS });
    const isConsumerProtocol = 'group.protocol' in groupKinds[kind]!;
    const group = uniqueName('churn');
    if (isConsumerProtocol) {
      await kafka.tool('kafka-configs', [
        '--bootstrap-server',
        kafka.bootstrapServers,
        '--alter',
        '--group',
        group,
        '--add-config',
        'consumer.session.timeout.ms=6000,consumer.heartbeat.interval.ms=500',
      ]);
    }
    const config = {
      'bootstrap.servers': kafka.bootstrapServers,
      'group.id': group,
      'auto.offset.reset': 'earliest',
      'auto.commit.interval.ms': 200,
      ...groupKinds[kind],
    };
    const random = new Random(Object.keys(groupKinds).indexOf(kind) + 1);
    const all: Running[] = [];
    const add = () => {
      const member = start(topic, config, all.length);
      all.push(member);
      running.push(member);
    };
    for (let i = 0; i < MEMBERS; i++) add();

    const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers });
    let produced = 0;
    const failures: Error[] = [];
    const pace = setInterval(() => {
      for (let i = 0; i < PER_SECOND / 20; i++) {
        producer.produce(
          { topic, partition: produced % PARTITIONS, value: String(produced) },
          (error) => error && failures.push(error),
        );
        produced++;
      }
    }, 50);

    const until = Date.now() + SECONDS * 1000;
    const leave = (member: Running) => (running = running.filter((other) => other !== member));
    const cleanly: Promise<number | null>[] = [];
    while (Date.now() < until) {
      await delay(500 + random.next() * 1500);
      const awake = running.filter((member) => !member.frozen && hasBegun(member));
      const member = awake[random.below(awake.length)];
      const what = random.next();
      if (!member || (what < 0.4 && running.length < MEMBERS)) add();
      else if (what < 0.65) {
        leave(member);
        signal(member, 'SIGTERM');
        cleanly.push(member.exited);
      } else if (what < 0.85) {
        leave(member);
        member.unclean = true;
        signal(member, 'SIGKILL');
      } else {
        member.unclean = true;
        member.frozen = true;
        signal(member, 'SIGSTOP');
        setTimeout(
          () => {
            member.frozen = false;
            signal(member, 'SIGCONT');
          },
          2000 + random.next() * 7000,
        );
      }
    }
    clearInterval(pace);
    await producer.flush();
    await producer.close();
    expect(failures).toEqual([]);

    // Whoever is left reads what is left.
    while (running.length < 2) add();
    while (!running.every(hasBegun)) await delay(100);
    const seen = () => new Set(all.flatMap((member) => deliveries(member).map(({ value }) => value))).size;
    for (let i = 0; i < 120 && seen() < produced; i++) await delay(500);
    for (const member of running) {
      signal(member, 'SIGCONT');
      signal(member, 'SIGTERM');
      cleanly.push(member.exited);
    }
    running = [];
    expect(new Set(await Promise.all(cleanly))).toEqual(new Set([0]));

    const ledger = makeLedger(all);
    const count = (name: string) => all.filter(({ fate }) => fate.some((event) => event.startsWith(name))).length;
    console.log(
      `${kind}, ${SECONDS} s: ${produced} records, ${produced - ledger.readings.size} lost; ${all.length} members, ${count('SIGTERM')} closed, ` +
        `${count('SIGKILL')} killed, ${count('SIGSTOP')} frozen; ${ledger.rebalances} assignments; ${ledger.readTwice} records read twice, ` +
        `${ledger.unexplained.length} of them by members that all ended cleanly`,
    );
    let report = 'none';
    if (ledger.unexplained.length > 0 || ledger.readings.size < produced) {
      isKept = true;
      report = path.join(folder, `${topic}.report`);
      writeFileSync(report, explain(ledger));
    }
    expect({ lost: produced - ledger.readings.size, unexplained: ledger.unexplained.length, report }).toEqual({
      lost: 0,
      unexplained: 0,
      report: 'none',
    });
  },
  (SECONDS + 120) * 1000,
);
