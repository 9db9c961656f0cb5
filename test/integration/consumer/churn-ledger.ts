/** What the members of a churning group noted down (programs/member.ts), and what follows from it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Member {
  file: string;
  /** Killed, or frozen at some time: the group may have given its partitions away behind its back. */
  unclean: boolean;
  /** What the test did to it: time in ms and what. */
  fate: string[];
}

export interface Delivery {
  time: number;
  partition: number;
  offset: number;
  value: string;
  /** The number of the assignment it came under. */
  session: number;
}

const textOf = ({ file }: Member): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/**
 * The group had given it up: it starved for longer than its session (on a busy machine it does), and was told that its
 * partitions were lost, or that it was no member when it committed. Whoever had its partitions then could not know what
 * it had done.
 */
const wasExpelled = (member: Member): boolean =>
  /^(L |W \d+ ERR_(UNKNOWN_MEMBER_ID|FENCED_MEMBER_EPOCH))/m.test(textOf(member));

export const endedCleanly = (member: Member): boolean => !member.unclean && !wasExpelled(member);

/** Throws where a record came of a partition that was not assigned, or out of order. */
export function deliveries(member: Member): Delivery[] {
  const found: Delivery[] = [];
  const owned = new Set<number>();
  const last = new Map<number, number>();
  let session = 0;
  for (const line of textOf(member).split('\n')) {
    const [kind, time, ...rest] = line.split(' ');
    const partitions = (): number[] => (rest[0] ?? '').split(',').filter(Boolean).map(Number);
    if (kind === 'A') {
      session++;
      last.clear();
      for (const partition of partitions()) owned.add(partition);
    } else if (kind === 'R' || kind === 'L') for (const partition of partitions()) owned.delete(partition);
    else if (kind === 'D') {
      const partition = Number(rest[0]);
      const offset = Number(rest[1]);
      if (!owned.has(partition))
        throw new Error(`${member.file}: got a record of partition ${partition}, which is not assigned`);
      const before = last.get(partition) ?? -1;
      if (offset <= before) throw new Error(`${member.file}: partition ${partition}: offset ${offset} after ${before}`);
      last.set(partition, offset);
      found.push({ time: Number(time), partition, offset, value: rest[2]!, session });
    }
  }
  return found;
}

export interface Reading extends Delivery {
  member: Member;
}

export interface Ledger {
  /** Value → who got it, in the order of time. */
  readings: Map<string, Reading[]>;
  rebalances: number;
  readTwice: number;
  /** Read twice, and everybody who read it ended cleanly. */
  unexplained: Reading[][];
}

export function makeLedger(members: readonly Member[]): Ledger {
  const readings = new Map<string, Reading[]>();
  let rebalances = 0;
  for (const member of members) {
    rebalances += textOf(member).match(/^A /gm)?.length ?? 0;
    for (const delivery of deliveries(member)) {
      const before = readings.get(delivery.value);
      const reading = { ...delivery, member };
      if (before) before.push(reading);
      else readings.set(delivery.value, [reading]);
    }
  }
  const clean = new Set(members.filter(endedCleanly));
  const twice = [...readings.values()].filter((list) => list.length > 1);
  for (const list of twice) list.sort((a, b) => a.time - b.time);
  return {
    readings,
    rebalances,
    readTwice: twice.length,
    unexplained: twice.filter((list) => list.every(({ member }) => clean.has(member))),
  };
}

/** Runs of offsets that the same members read, and what these noted but for the records themselves. */
export function explain({ unexplained }: Ledger): string {
  const runs = new Map<string, { from: number; to: number; count: number; first: Reading[] }>();
  for (const list of unexplained) {
    const key = [list[0]!.partition, ...list.map(({ member, session }) => `${member.file}/${session}`)].join(' ');
    const { offset } = list[0]!;
    const run = runs.get(key) ?? { from: offset, to: offset, count: 0, first: list };
    run.from = Math.min(run.from, offset);
    run.to = Math.max(run.to, offset);
    run.count++;
    runs.set(key, run);
  }
  const name = ({ file }: Member): string => path.basename(file);
  const parts = [...runs.values()].map(
    ({ from, to, count, first }) =>
      `partition ${first[0]!.partition}, offsets ${from} to ${to}, ${count} records: ` +
      first.map(({ member, session, time }) => `${name(member)} (assignment ${session}, ${time})`).join(', '),
  );
  for (const member of new Set(unexplained.flatMap((list) => list.map((reading) => reading.member)))) {
    const notes = textOf(member).replace(/^D .*\n/gm, '');
    parts.push(`--- ${name(member)}: ${member.fate.join(', ')}\n${notes}`);
  }
  return parts.join('\n');
}
