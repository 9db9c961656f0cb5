// Prints which administration functions of rdkafka.h native/core calls. Fails if a function is neither called nor in
// the list of reasons below, and if the list has a function that is called or no longer exists.
//
//   node tools/admin-coverage.mjs [path of rdkafka.h]
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** function, or prefix with *, → why native/core does not call it. */
const reasons = {
  rd_kafka_NewTopic_destroy_array: 'each object has an owner of its own',
  rd_kafka_DeleteTopic_destroy_array: 'each object has an owner of its own',
  rd_kafka_NewPartitions_destroy_array: 'each object has an owner of its own',
  rd_kafka_ConfigResource_destroy_array: 'each object has an owner of its own',
  rd_kafka_DeleteRecords_destroy_array: 'each object has an owner of its own',
  rd_kafka_DeleteGroup_destroy_array: 'each object has an owner of its own',
  rd_kafka_ListConsumerGroupOffsets_destroy_array: 'each object has an owner of its own',
  rd_kafka_AlterConsumerGroupOffsets_destroy_array: 'each object has an owner of its own',
  rd_kafka_DeleteConsumerGroupOffsets_destroy_array: 'each object has an owner of its own',
  rd_kafka_UserScramCredentialAlteration_destroy_array: 'each object has an owner of its own',
  rd_kafka_AclBinding_destroy_array: 'each object has an owner of its own',
  rd_kafka_ConfigSource_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_ResourceType_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_ResourcePatternType_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_AclOperation_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_AclPermissionType_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_consumer_group_state_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_consumer_group_state_code: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_consumer_group_type_name: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_consumer_group_type_code: 'names are Java’s, in src/admin/calls/enums.ts',
  rd_kafka_ConfigEntry_is_synonym: 'a synonym is one by where it stands: in the list of an entry',
  rd_kafka_list_groups: 'legacy; listConsumerGroups and describeConsumerGroups do more',
  rd_kafka_group_list_destroy: 'belongs to rd_kafka_list_groups',
};

function headerPath() {
  if (process.argv[2] !== undefined) return process.argv[2];
  const vendor = path.join(root, 'deps', 'vendor');
  const found = readdirSync(vendor, { recursive: true }).find((file) => path.basename(file) === 'rdkafka.h');
  if (found === undefined) throw new Error(`no rdkafka.h under ${vendor}: run "npm run build:deps"`);
  return path.join(vendor, found);
}

const withoutComments = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/.*$/gm, '');

/** The declared administration API: everything in its section, the result events, and the older group calls. */
function declared(header) {
  const section = header.slice(header.indexOf(' * @name Admin API\n'), header.indexOf(' * @name Security APIs\n'));
  if (section.length < 10_000) throw new Error('rdkafka.h has no section "Admin API" before "Security APIs"');
  const names = (text) =>
    [...withoutComments(text).matchAll(/\b(rd_kafka_[A-Za-z0-9_]+)\s*\(/g)]
      .map(([, name]) => name)
      .filter((name) => !name.endsWith('_t'));
  const elsewhere = names(header).filter((name) =>
    /^rd_kafka_(event_[A-Z]\w*_result|(topic|group|topic_partition)_result_\w+|Node_\w+|consumer_group_(state|type)_\w+|list_groups|group_list_\w+)$/.test(
      name,
    ),
  );
  return [...new Set([...names(section), ...elsewhere])].sort();
}

const core = path.join(root, 'native', 'core');
const ours = readdirSync(core, { recursive: true })
  .filter((file) => /\.(cc|h)$/.test(file))
  .map((file) => withoutComments(readFileSync(path.join(core, file), 'utf8')))
  .join('\n');
const isCalled = (name) => new RegExp(`\\b${name}\\b`).test(ours);

const all = declared(readFileSync(headerPath(), 'utf8'));
const problems = [];
for (const name of all) {
  const reason = reasons[name];
  if (isCalled(name)) {
    console.log(`exposed  ${name}`);
    if (reason !== undefined) problems.push(`${name} is called, and yet there is a reason why not`);
  } else if (reason !== undefined) {
    console.log(`left out ${name}: ${reason}`);
  } else {
    console.log(`MISSING  ${name}`);
    problems.push(`${name} is neither called in native/core nor in the list of reasons`);
  }
}
for (const name of Object.keys(reasons)) {
  if (!all.includes(name)) problems.push(`${name} has a reason and is not in rdkafka.h`);
}
console.log(`${all.length} functions, ${all.filter(isCalled).length} exposed`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
