/** The smallest program that still differs. */
import { differs, type Outcome } from '../oracle';
import type { Program } from './programs/program';

const replaced = <T>(list: readonly T[], at: number, by: T): T[] => list.map((one, i) => (i === at ? by : one));

/** Every program with one thing less: a step, a property, messages of a topic. */
function* smaller(program: Program): Generator<Program> {
  const { clients, steps, topics } = program;
  // From the end: what comes first is needed by what follows.
  for (let i = steps.length - 1; i >= 0; i--) yield { ...program, steps: steps.filter((_, at) => at !== i) };
  for (const [i, client] of clients.entries()) {
    for (const name of Object.keys(client.conf)) {
      const { [name]: _, ...conf } = client.conf;
      yield { ...program, clients: replaced(clients, i, { ...client, conf }) };
    }
    if (client.topicConf !== undefined && Object.keys(client.topicConf).length > 0)
      yield { ...program, clients: replaced(clients, i, { ...client, topicConf: undefined }) };
  }
  for (const [i, topic] of topics.entries())
    if (topic.counts.length > 0) yield { ...program, topics: replaced(topics, i, { ...topic, counts: [] }) };
}

export async function shrink(
  program: Program,
  run: (program: Program) => Promise<Outcome>,
  tell: (text: string) => void,
): Promise<Program> {
  for (const candidate of smaller(program)) {
    if (!differs(await run(candidate))) continue;
    tell(`${candidate.steps.length} steps still differ`);
    return shrink(candidate, run, tell);
  }
  return program;
}
