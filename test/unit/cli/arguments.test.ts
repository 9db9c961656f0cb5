import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ourArguments } from '../../../src/cli/words/arguments';

const home = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-words-'));
afterAll(() => rmSync(home, { recursive: true }));

const words = (line: string, calledAs = '/usr/bin/kafka-napi', env: NodeJS.ProcessEnv = { HOME: home }): string =>
  ourArguments(line.split(' '), { calledAs, env, stdinIsTerminal: true }).join(' ');

test.each([
  ['-b h:1 topics list', 'topics list -b h:1'],
  ['-bh:1 -X a=b --file=f -q topics list --json', 'topics list --json -bh:1 -X a=b --file=f -q'],
  ['consume -t a -p 0', 'consume -t a -p 0'],
  ['-V', '-V'],
  ['--help', '--help'],
  ['-b h:1 consume -- -odd', 'consume -b h:1 -- -odd'],
])('options before the command: %s', (given, expected) => expect(words(given)).toBe(expected));

test.each([
  ['-C -b h:1 -t a -o beginning -e', 'consume -b h:1 -t a -o beginning -e'],
  ['-b h:1 -t a -C -J', 'consume -b h:1 -t a -J'],
  ['-Ceqt a', 'consume -e -q -t a'],
  ['-b h:1 -G g a b', 'consume -b h:1 -G g a b'],
  ['-P -t a -l f', 'produce -t a -l --skip-empty f'],
  ['-P -t a f', 'produce -t a --skip-empty --whole-files f'],
  ['-L -b h:1 -m 3', 'list -b h:1 --timeout 3000'],
  ['-Q -b h:1 -t a:0:-1', 'offsets -b h:1 --at a:0:-1 --kcat'],
  ['-M 3', 'broker --mock --port 0 --brokers 3 --kcat'],
  [
    '-C -t a -d broker -X topic.auto.offset.reset=earliest',
    'consume -t a -X debug=broker -X auto.offset.reset=earliest',
  ],
  ['-X list', 'properties list --client consumer'],
  ['-C -X dump -X a=b', 'properties dump --client consumer -X a=b'],
  ['-C -t a -O -K : -c 0', 'consume -t a -K :'],
])('kcat: %s', (given, expected) => expect(words(given)).toBe(expected));

test('called as kcat, its file and its guess of the mode', () => {
  mkdirSync(path.join(home, '.config'), { recursive: true });
  const file = path.join(home, '.config/kcat.conf');
  writeFileSync(file, 'bootstrap.servers=h:1\n');
  expect(words('-t a', '/usr/local/bin/kcat')).toBe(`consume -F ${file} -t a`);
  expect(words('-t a', '/usr/local/bin/kcat', { KCAT_CONFIG: '/else' })).toBe('consume -F /else -t a');
  expect(words('-C -t a -F x')).toBe('consume -t a -F x');
  rmSync(file);
});

test.each([
  ['kafka-topics --bootstrap-server h:1 --list', 'topics list --bootstrap-server h:1'],
  ['kafka-topics.sh --create --topic a --command-config=f', 'topics create --topic a -F f'],
  ['kafka-consumer-groups --describe --group g --state', 'groups describe --group g --state'],
  ['kafka-consumer-groups --list --state Stable', 'groups list --state Stable'],
  ['kafka-groups --list', 'groups list --protocols'],
  ['kafka-delete-records --offset-json-file f', 'records delete --offset-json-file f'],
  ['kafka-console-consumer --topic a', 'consume --java --topic a -o end'],
  [
    'kafka-console-consumer --topic a --from-beginning --max-messages 3',
    'consume --java --topic a -o beginning --count 3',
  ],
  [
    'kafka-console-producer --topic a --property parse.key=true',
    'produce --java --topic a --reader-property parse.key=true',
  ],
  ['kafka-e2e-latency h:1 a 5 all 9', 'perf e2e -b h:1 --topic a --num-records 5 --producer-acks all --record-size 9'],
  ['kafka-acls --list --force', 'acls list'],
  ['kafka-topics --help', 'topics --help'],
])("Kafka's scripts: %s", (given, expected) => expect(words(given)).toBe(expected));

test('called by the name of a script', () => {
  expect(words('--list', '/opt/bin/kafka-topics.sh')).toBe('topics list');
});

test.each([
  ['kafka-topics --topic a', /name the action with one of --list, --describe/],
  ['kafka-server-start x', /kafka-napi broker start runs a real Kafka/],
  ['-P -t a -e', /-e is no option of kcat -P/],
  ['-C -W', /no option -W/],
])('%s is refused', (given, message) => expect(() => words(given)).toThrow(message));
