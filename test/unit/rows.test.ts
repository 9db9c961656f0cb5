/**
 * test/rows/ has a row for everything that the entries must have of the packages whose API they are, and each row names
 * its test. What is checked: the test exists, its code has the words of the row, and no name of an original is without
 * a row.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as kafkajs from 'kafkajs';
import ts from 'typescript';
import * as rdkafka from '../../src/rdkafka/index';

const root = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Row {
  words: string[];
  text: string;
  file: string;
  title: string;
}

function rowsOf(table: string): Row[] {
  return read(`test/rows/${table}.md`)
    .split('\n')
    .flatMap((line): Row[] => {
      const [, text, test] = /^\| (.+?) +\| (.+?) +\|$/.exec(line) ?? [];
      if (text === undefined || test === undefined || text === 'row' || text.startsWith('-')) return [];
      const [, file, title] = /^(\S+\.ts): (.+)$/.exec(test) ?? [test, '', ''];
      return [{ words: [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word!), text, file: file!, title: title! }];
    });
}

/** Only what runs counts: a word in the title or in a comment may mean something else. */
const codeOf = (text: string, title: string): string =>
  text.replace(title, '').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');

/** The tests of a file by their titles; of a file without tests, its programs by their names: their code. */
function testsOf(source: string): Map<string, string> {
  const cut = (pattern: RegExp): { match: RegExpMatchArray; text: string }[] => {
    const all = [...source.matchAll(pattern)];
    return all.map((match, i) => ({ match, text: source.slice(match.index, all[i + 1]?.index) }));
  };
  const tests = cut(/^[ \t]*(?:test|it)(?:\.each)?\(/gm).flatMap(({ match, text }): [string, string][] => {
    // A table of cases stands before its title.
    const title = match[0].includes('.each') ? /\)\(\s*(['"`])(.*?)\1,/ : /\(\s*(['"`])(.*?)\1,/;
    const found = title.exec(text);
    return found ? [[found[2]!, codeOf(text, found[2]!)]] : [];
  });
  if (tests.length > 0) return new Map(tests);
  return new Map(cut(/^export (?:async )?function (\w+)/gm).map(({ match, text }) => [match[1]!, text]));
}

const has = (text: string, word: string): boolean =>
  new RegExp(`(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`).test(text);

const tables = ['kafkajs', 'rdkafka', 'confluent'] as const;

test.each(tables)('%s: each row names a test that is there and has its words', (table) => {
  const rows = rowsOf(table);
  expect(rows.length).toBeGreaterThan(100);
  const problems = rows.flatMap(({ words, text, file, title }) => {
    if (file === '') return `${text}: no test`;
    const found = testsOf(read(`test/${file}`)).get(title);
    if (found === undefined) return `${text}: ${file} has no test "${title}"`;
    return words.filter((word) => !has(found, word)).map((word) => `${file}, "${title}" does not have ${word}`);
  });
  expect(problems).toEqual([]);
});

const wordsOf = (table: string): Set<string> => new Set(rowsOf(table).flatMap(({ words }) => words));

/** The names of the members that a type of kafkajs has. */
function membersOf(...types: string[]): string[] {
  const file = path.join(root, 'node_modules/kafkajs/types/index.d.ts');
  const program = ts.createProgram([file], { strict: true, skipLibCheck: true, types: ['node'] });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const all = checker.getExportsOfModule(module);
  return types.flatMap((name) =>
    checker
      .getDeclaredTypeOfSymbol(all.find((one) => one.name === name)!)
      .getProperties()
      .map((one) => one.name),
  );
}

test('no option, method or event of kafkajs is without a row', () => {
  const types = ['KafkaConfig', 'RetryOptions', 'ProducerConfig', 'ProducerRecord', 'ConsumerConfig', 'Message'];
  const options = membersOf(...types, 'ConsumerRunConfig', 'EachBatchPayload', 'Batch', 'Transaction');
  const kafka = new kafkajs.Kafka({ brokers: ['127.0.0.1:1'], logLevel: kafkajs.logLevel.NOTHING });
  const clients = [kafka.producer(), kafka.consumer({ groupId: 'g' }), kafka.admin()];
  const members = clients.flatMap((client) => Object.keys(client));
  const events = clients.flatMap((client) => Object.keys(client.events));
  const words = wordsOf('kafkajs');
  // Of every client and every payload: rows have them in other words.
  const general = new Set(['on', 'events', 'logger', 'topic', 'partition', 'value', 'key', 'batch', 'timeout']);
  const missing = [...options, ...members, ...events].filter((name) => !words.has(name) && !general.has(name));
  expect([...new Set(missing)]).toEqual([]);
});

test('no export, method or event of node-rdkafka is without a row', () => {
  const methods = [rdkafka.KafkaConsumer, rdkafka.Producer, rdkafka.HighLevelProducer].flatMap(({ prototype }) => {
    const names: string[] = [];
    for (let one = prototype as object; one !== null; one = Object.getPrototypeOf(one) as object) {
      if (Object.hasOwn(one, 'eventNames')) break; // EventEmitter
      names.push(...Object.getOwnPropertyNames(one));
    }
    return names.filter((name) => !name.startsWith('_') && name !== 'constructor' && name !== 'on' && name !== 'once');
  });
  const events = /interface EventListenerMap \{([^}]*)\}/.exec(read('src/rdkafka/base/types.ts'))![1]!;
  const names = [...events.matchAll(/^ {2}'?([\w.-]+)'?: /gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(15);
  const words = wordsOf('rdkafka');
  expect([...new Set([...Object.keys(rdkafka), ...methods, ...names])].filter((name) => !words.has(name))).toEqual([]);
});

test('no method or option of Confluent’s API is without a row', () => {
  const kafka = new rdkafka.KafkaJS.Kafka({});
  const clients = [kafka.producer(), kafka.consumer({}), kafka.admin()];
  const methods = clients.flatMap((client) => Object.getOwnPropertyNames(Object.getPrototypeOf(client)));
  const types = ['src/confluent/types.ts', 'src/confluent/producer/types.ts', 'src/confluent/consumer/types.ts'];
  const options = types.flatMap((file) =>
    [...read(file).matchAll(/interface (?:KafkaConfig|ProducerConfig|ConsumerConfig) \{([^}]*)\}/g)].flatMap(
      ([, text]) => [...text!.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!),
    ),
  );
  expect(options.length).toBeGreaterThan(35);
  const general = new Set(['constructor', 'connect', 'disconnect', 'logger', 'on', '_getInternalClient']);
  const words = wordsOf('confluent');
  expect([...new Set([...methods, ...options])].filter((name) => !words.has(name) && !general.has(name))).toEqual([]);
});
