/** Programs by their seeds. What differs on purpose (docs/moving/rdkafka.md) is left out, or in ../allowed.ts. */
import { Random } from '../../../helpers/random';
import { administer } from './administering';
import { administerMore } from './administering-more';
import { assign, group } from './consuming';
import { highLevel, produce, transact } from './producing';
import { goOn } from './going-on';
import type { Program } from './program';
import { states, wrong } from './states';
import { readStream, writeStream } from './streaming';

const kinds: Readonly<Record<string, (random: Random) => Omit<Program, 'kind'>>> = {
  produce,
  highLevel,
  transact,
  assign,
  group,
  goOn,
  states,
  wrong,
  administer,
  readStream,
  writeStream,
};

/** Of what only Confluent's root has. */
const more = { administerMore };

export const kindNames = Object.keys(kinds);
export const confluentKindNames = [...kindNames, ...Object.keys(more)];

const all: typeof kinds = { ...kinds, ...more };

/** @param only Names of kinds. */
export function generate(seed: number, only: readonly string[] = kindNames): Program {
  const random = new Random(seed);
  const kind = random.pick(only);
  return { kind, ...all[kind]!(random) };
}
