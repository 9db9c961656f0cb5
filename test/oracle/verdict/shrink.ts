import type { Program, Step, TopicSpec } from '../programs/program';

/** Smaller programs, the boldest first: without the last half, a stretch, one step, contents, partitions. */
function* smaller(program: Program): Generator<Program> {
  const { steps, topics } = program;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = steps.length - size; from >= 0; from -= size) {
      const candidate = consistent([...steps.slice(0, from), ...steps.slice(from + size)]);
      if (candidate.length > 0) yield { topics, steps: candidate };
    }
  }
  for (const [t, spec] of topics.entries()) {
    const replace = (smallerSpec: TopicSpec) => topics.map((one, i) => (i === t ? smallerSpec : one));
    for (let i = 0; i < spec.content.length; i++)
      yield { steps, topics: replace({ ...spec, content: spec.content.filter((_, k) => k !== i) }) };
    for (let i = 0; i < spec.content.length; i++) {
      if (spec.content[i]!.count === 1) continue;
      yield {
        steps,
        topics: replace({ ...spec, content: spec.content.map((one, k) => (k === i ? { ...one, count: 1 } : one)) }),
      };
    }
    if (spec.configs) yield { steps, topics: replace({ ...spec, configs: undefined }) };
  }
}

/** Without the steps whose consumer or producer is not there. */
function consistent(steps: readonly Step[]): Step[] {
  const open = new Set<string>();
  return steps.filter((step) => {
    if (step.op === 'open') open.add(step.c);
    else if (step.op === 'openProducer') open.add(step.p);
    else if ('c' in step) return open.has(step.c);
    else if ('p' in step) return open.has(step.p);
    return true;
  });
}

/** The smallest program found within the time for which `differs` still says yes. */
export async function shrink(
  program: Program,
  differs: (candidate: Program) => Promise<boolean>,
  deadline: number,
): Promise<Program> {
  let best = program;
  const tried = new Set<string>();
  for (let found = true; found;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (Date.now() > deadline) return best;
      const text = JSON.stringify(candidate);
      if (tried.has(text)) continue;
      tried.add(text);
      if (!(await differs(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}
