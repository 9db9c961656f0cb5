import type { AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource } from 'kafka-napi';
import type { ConfigsChange } from '../../shared/admin-api';
import type { ConfigOp, ConfigRow } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { insteadOf } from '../input/schema';
import { factsOf } from './config-facts';
import { valueOf } from './outcomes';
import { askUntil } from './visible';

const opTypes: Record<ConfigOp['op'], AlterConfigOpType> = {
  set: 'SET',
  delete: 'DELETE',
  append: 'APPEND',
  subtract: 'SUBTRACT',
};

export const topicConfigs = (name: string): ConfigResource => ({ type: 'TOPIC', name });

/** Configurations of a topic or broker. */
export class Configs {
  readonly #admin: AdminClient;

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  /** Those that were changed here come first, then those of all brokers, of a file, and the defaults. */
  async describe(resource: ConfigResource, signal: AbortSignal): Promise<ConfigRow[]> {
    const [outcome] = await this.#admin.describeConfigs([resource], { settled: true, signal });
    const rows = valueOf(outcome).entries.map(rowOf);
    return rows.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  }

  /** Changes these entries and no others; the configurations as they are then. */
  async alter(
    resource: ConfigResource,
    { ops, validateOnly }: ConfigsChange,
    signal: AbortSignal,
  ): Promise<ConfigRow[]> {
    const before = await this.describe(resource, signal);
    const names = before.map(({ name }) => name);
    for (const [i, { name, op, value }] of ops.entries()) {
      // Brokers take any name for themselves, and would keep a misspelt one for ever.
      if (!names.includes(name))
        throw FaultError.of(
          'BAD_REQUEST',
          `ops[${i}].name ${name} is no configuration here. ${insteadOf(name, names)}`,
          {
            field: `ops[${i}].name`,
          },
        );
      if ((value === undefined) !== (op === 'delete'))
        throw FaultError.of('BAD_REQUEST', `ops[${i}].value must be there, but for delete`, {
          field: `ops[${i}].value`,
        });
    }
    const [outcome] = await this.#admin.incrementalAlterConfigs(
      [{ ...resource, ops: ops.map(({ name, op, value }) => ({ name, value, opType: opTypes[op] })) }],
      { settled: true, validateOnly: validateOnly === true },
    );
    valueOf(outcome);
    if (validateOnly === true) return before;
    return askUntil(
      () => this.describe(resource, signal),
      (rows) =>
        ops.every((op) =>
          isDone(
            op,
            rows.find(({ name }) => name === op.name)!,
          ),
        ),
    );
  }
}

/** Whether a change shows. What is sensitive shows only that it was set. */
function isDone({ op, value }: ConfigOp, row: ConfigRow): boolean {
  const isOwn = rank(row) === 0;
  if (op === 'delete') return !isOwn;
  const list = (row.value ?? '').split(',');
  if (op === 'append') return value!.split(',').every((one) => list.includes(one));
  if (op === 'subtract') return !value!.split(',').some((one) => list.includes(one));
  return isOwn && (row.value === null || row.value === value);
}

function rank({ source }: ConfigRow): number {
  if (source === 'DEFAULT_CONFIG') return 3;
  if (source === 'STATIC_BROKER_CONFIG') return 2;
  return source === 'DYNAMIC_DEFAULT_BROKER_CONFIG' ? 1 : 0;
}

function rowOf({ name, value, source, isDefault, isReadOnly, isSensitive, synonyms }: ConfigEntry): ConfigRow {
  return {
    name,
    value: isSensitive ? null : value,
    source,
    isDefault,
    isReadOnly,
    isSensitive,
    synonyms: synonyms.map((one) => ({ name: one.name, value: isSensitive ? null : one.value, source: one.source })),
    ...factsOf(name),
  };
}
