/**
 * Six members over twelve partitions, started, closed, killed and frozen at random under load, in each protocol and assignor: nothing is
 * lost, order is kept per partition, and what is read twice was read first by one that did not end cleanly.
 *
 * In full: CHURN_SECONDS=600 npx jest test/integration/consumer/churn
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Producer } from '../../../src/index';
import { root } from '../../helpers/addon';
import { Random } from '../../helpers/random';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { delay, groupKinds } from './support';

const SECONDS = Number(process.env.CHURN_SECONDS ?? 45);
const PARTITIONS = 12;
const MEMBERS = 6;
const PER_SECOND = 1000;
const kafka = sharedKafka();

interface Member {
  file: string;
  child: ChildProcess;
  exited: Promise<number | null>;
  /** Killed, or frozen at some time: the group may have given its partitions away behind its back. */
  unclean: boolean;
  frozen: boolean;
}

let folder: string;
let running: Member[] = [];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'churn-'));
});
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL');
  running = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(topic: string, config: object, index: number): Member {
  const file = path.join(folder, `${topic}-${index}`);
  const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
  const args = ['-r', hook, path.join(__dirname, 'programs/member.ts'), file, JSON.stringify({ config, topic })];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { file, child, exited, unclean: false, frozen: false };
}

/**
 * The group had given it up: it starved for longer than its session (on a busy machine it does), and was told that its partitions were
 * lost, or that it was no member when it committed. Whoever had its partitions then could not know what it had done.
 */
const wasExpelled = ({ file }: Member): boolean =>
  existsSync(file) &&
  /^(L |W ERR_(UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION|STALE_MEMBER_EPOCH|FENCED_MEMBER_EPOCH))/m.test(
    readFileSync(file, 'utf8'),
  );

/** Its signal handler is there: before that, SIGTERM would not end it cleanly. */
const hasBegun = ({ file }: Member): boolean => existsSync(file);

/** What happened to a member, for the report of a failure. */
const withoutRecords = (file: string): string => readFileSync(file, 'utf8').replace(/^D .*\n/gm, '');

/** What a member noted down: each record with the number of the assignment it came under. */
function deliveries({ file }: Member): { partition: number; offset: number; value: string; session: number }[] {
  const found: { partition: number; offset: number; value: string; session: number }[] = [];
  const owned = new Set<number>();
  let session = 0;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return found; // Ended before it had opened its file.
  }
  for (const line of text.split('\n')) {
    const [kind, ...rest] = line.split(' ');
    const partitions = (rest[0] ?? '').split(',').filter(Boolean).map(Number);
    if (kind === 'A') {
      session++;
      for (const partition of partitions) owned.add(partition);
    } else if (kind === 'R' || kind === 'L') for (const partition of partitions) owned.delete(partition);
    else if (kind === 'D') {
      const partition = Number(rest[0]);
      if (!owned.has(partition))
        throw new Error(`${file}: got a record of partition ${partition}, which is not assigned`);
      found.push({ partition, offset: Number(rest[1]), value: rest[2]!, session });
    }
  }
  return found;
}

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
    const all: Member[] = [];
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
    const leave = (member: Member) => (running = running.filter((other) => other !== member));
    const cleanly: Promise<number | null>[] = [];
    while (Date.now() < until) {
      await delay(500 + random.next() * 1500);
      const awake = running.filter((member) => !member.frozen && hasBegun(member));
      const member = awake[random.below(awake.length)];
      const what = random.next();
      if (!member || (what < 0.4 && running.length < MEMBERS)) add();
      else if (what < 0.65) {
        leave(member);
        member.child.kill('SIGTERM');
        cleanly.push(member.exited);
      } else if (what < 0.85) {
        leave(member);
        member.unclean = true;
        member.child.kill('SIGKILL');
      } else {
        member.unclean = true;
        member.frozen = true;
        member.child.kill('SIGSTOP');
        setTimeout(
          () => {
            member.frozen = false;
            member.child.kill('SIGCONT');
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
      member.child.kill('SIGCONT');
      member.child.kill('SIGTERM');
      cleanly.push(member.exited);
    }
    running = [];
    expect(new Set(await Promise.all(cleanly))).toEqual(new Set([0]));

    const readers = new Map<string, Member[]>();
    for (const member of all) {
      const last = new Map<string, number>();
      for (const { partition, offset, value, session } of deliveries(member)) {
        const before = last.get(`${session}/${partition}`) ?? -1;
        if (offset <= before)
          throw new Error(`${member.file}: partition ${partition}: offset ${offset} after ${before}`);
        last.set(`${session}/${partition}`, offset);
        readers.set(value, [...(readers.get(value) ?? []), member]);
      }
    }
    expect(readers.size).toBe(produced);
    const unclean = new Set(all.filter((member) => member.unclean || wasExpelled(member)));
    const unexplained = [...readers].filter(
      ([, members]) => members.length > 1 && !members.some((member) => unclean.has(member)),
    );
    const involved = new Set(unexplained.flatMap(([, members]) => members));
    const notes = [...involved].map(({ file }) => `${path.basename(file)}:\n${withoutRecords(file)}`);
    expect({ count: unexplained.length, first: unexplained[0]?.[0], notes }).toEqual({
      count: 0,
      first: undefined,
      notes: [],
    });
  },
  (SECONDS + 120) * 1000,
);
