import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const vendor = path.join(root, 'deps/vendor');

function header(): string {
  const found = readdirSync(vendor, { recursive: true }).find((file) => path.basename(String(file)) === 'rdkafka.h');
  return readFileSync(path.join(vendor, String(found)), 'utf8');
}

function run(...args: string[]) {
  const script = path.join(root, 'tools/admin-coverage.mjs');
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

test('every administration function of rdkafka.h is exposed, or there is a reason why not', () => {
  const { status, stdout, stderr } = run();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('exposed  rd_kafka_CreateTopics\n');
  expect(stdout).not.toContain('MISSING');
});

test('a function that a new librdkafka brings is noticed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'admin-coverage-'));
  try {
    const file = path.join(folder, 'rdkafka.h');
    const marker = ' * @name Security APIs\n';
    const added = `RD_EXPORT void rd_kafka_DescribeLogDirs(rd_kafka_t *rk);\n/**\n${marker}`;
    writeFileSync(file, header().replace(marker, ` */\n${added}`));
    const { status, stdout, stderr } = run(file);
    expect(status).toBe(1);
    expect(stdout).toContain('MISSING  rd_kafka_DescribeLogDirs\n');
    expect(stderr).toBe('rd_kafka_DescribeLogDirs is neither called in native/core nor in the list of reasons\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
