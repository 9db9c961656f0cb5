import answers from '../../fixtures/java/config-answers.json';
import { ConfigError } from '../../../src/errors/config-error';
import { known } from '../../../src/config/names/known-names';
import { Password } from '../../../src/config/security/password';
import type { Role } from '../../../src/config/names/property';
import { resolveConfig } from '../../../src/config/resolve';

interface Answer {
  client: string;
  accepted: boolean;
  effective?: Record<string, unknown>;
  exception?: string;
  message?: string;
}
interface Single extends Answer {
  name: string;
  kind: string;
  value?: unknown;
}
interface Combined extends Answer {
  properties: Record<string, unknown>;
}

const single = answers.single as Single[];
const combined = answers.combined as Combined[];

function base(client: string): Record<string, unknown> {
  return { 'bootstrap.servers': 'localhost:9092', ...(client === 'consumer' ? { 'group.id': 'g' } : {}) };
}

/** The effective Java values, or the error. */
function resolve(client: string, config: Record<string, unknown>): Record<string, unknown> | ConfigError {
  try {
    return resolveConfig(client as 'producer', config).java as unknown as Record<string, unknown>;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/**
 * An effective value as the two sides can be compared: made-up names without their number, words that ignore case in
 * one.
 */
function comparable(client: string, name: string, value: unknown): unknown {
  if (value instanceof Password) return value.value();
  if (name === 'client.id') return String(value).replace(/-\d+$/, '-n');
  return known[client as Role].java.get(name)?.valid?.ignoreCase ? String(value).toLowerCase() : value;
}

/** What the table says about a difference from Java, if it does. */
function reason(row: Single, refused: boolean): string | undefined {
  const property = known[row.client as Role].java.get(row.name)!;
  if (refused) return property.deviates?.refuses ?? (property.unsupported === 'error' ? property.about : undefined);
  return property.deviates?.accepts;
}

describe.each(['producer', 'consumer', 'admin'])('every property of a %s', (client) => {
  const rows = single.filter((row) => row.client === client);
  const names = [...new Set(rows.map((row) => row.name))];

  test('every property is tried with its default, legal and illegal values', () => {
    expect(names.sort()).toEqual([...known[client as Role].java.keys()].sort());
  });

  test.each(names)('%s', (name) => {
    for (const row of rows.filter((candidate) => candidate.name === name)) {
      const config = base(client);
      if ('value' in row) config[name] = row.value;
      else delete config[name];
      const result = resolve(client, config);
      const refused = result instanceof ConfigError;
      const what = `${row.kind} ${'value' in row ? JSON.stringify(row.value) : 'absent'}`;
      if (refused === row.accepted) {
        expect({
          what,
          ours: refused ? result.message : 'accepted',
          java: row.message ?? 'accepted',
          reason: reason(row, refused),
        }).toEqual(expect.objectContaining({ reason: expect.any(String) as unknown }));
      } else if (refused) {
        expect({ what, property: result.property }).toEqual({ what, property: name });
      } else if (row.effective) {
        const effective = comparable(client, name, row.effective[name]);
        expect({ what, effective: comparable(client, name, result[name]) }).toEqual({ what, effective });
      }
    }
  });
});

/** Combinations whose answer differs on purpose. */
const deviations: { when: (row: Combined) => boolean; reason: string }[] = [
  {
    when: (row) => row.properties['sasl.mechanism'] === 'plain',
    reason: 'Java takes any mechanism and fails once it connects; here an unknown one is refused at once.',
  },
];

describe('properties that depend on each other', () => {
  test.each(combined.map((row) => [`${row.client} ${JSON.stringify(row.properties)}`, row] as const))(
    '%s',
    (_title, row) => {
      const result = resolve(row.client, { ...base(row.client), ...row.properties });
      const refused = result instanceof ConfigError;
      const deviation = deviations.find(({ when }) => when(row));
      expect({ refused, message: refused ? result.message : '', java: row.message }).toEqual(
        expect.objectContaining({ refused: deviation ? row.accepted : !row.accepted }),
      );
      if (refused || deviation) return;
      for (const [name, value] of Object.entries(row.effective!)) {
        expect({ [name]: comparable(row.client, name, result[name]) }).toEqual({
          [name]: comparable(row.client, name, value),
        });
      }
    },
  );
});
