import type { Case, Input, Step } from '../cases/case';

/** Steps without one, and without what was made of it. */
function without(steps: readonly Step[], index: number): Step[] {
  const kept: Step[] = [];
  const there = new Set<string>();
  for (const [i, step] of steps.entries()) {
    if (i === index) continue;
    if (step.on !== undefined && !there.has(step.on)) continue;
    if (step.other !== undefined && !there.has(step.other)) continue;
    if (step.store && !makesStore(step) && !hasStore(kept, step.store)) continue;
    kept.push(step);
    if (step.as !== undefined) there.add(step.as);
    for (const branch of [...(step.branches ?? []), step.default ?? {}]) if (branch.as) there.add(branch.as);
  }
  return kept;
}

const makesStore = ({ op }: Step): boolean => op === 'store' || op === 'globalStore';

const hasStore = (steps: readonly Step[], name: string): boolean =>
  steps.some((step) => (makesStore(step) && step.store === name) || step.materialized?.storeName === name);

/** A step with less: no name, no options. */
function* simpler(step: Step): Generator<Step> {
  if (step.name) yield { ...step, name: null };
  if (step.materialized) yield { ...step, materialized: null };
  if (step.grouped) yield { ...step, grouped: null };
  if (step.extractor) yield { ...step, extractor: null };
}

/** Smaller cases, the boldest first. */
function* smaller(test: Case): Generator<Case> {
  const { steps, inputs } = test;
  for (let size = Math.ceil(inputs.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < inputs.length; from += size)
      yield { ...test, inputs: [...inputs.slice(0, from), ...inputs.slice(from + size)] };
  }
  for (let i = steps.length - 1; i >= 0; i--) {
    const kept = without(steps, i);
    const topics = new Set(kept.flatMap((step) => step.topics ?? (step.topic && step.op !== 'to' ? [step.topic] : [])));
    const isRead = (input: Input): boolean => 'advance' in input || topics.has(input.topic);
    yield { ...test, steps: kept, inputs: inputs.filter(isRead) };
  }
  if (test.reuses) yield { ...test, reuses: false };
  if (test.onDisk) yield { ...test, onDisk: false };
  for (const [i, step] of steps.entries())
    for (const less of simpler(step)) yield { ...test, steps: steps.map((one, k) => (k === i ? less : one)) };
  for (const [i, input] of inputs.entries()) {
    if ('advance' in input || input.headers.length === 0) continue;
    yield { ...test, inputs: inputs.map((one, k) => (k === i ? { ...input, headers: [] } : one)) };
  }
}

/** The smallest case found for which `differs` still says yes. */
export async function shrink(test: Case, differs: (candidate: Case) => Promise<boolean>): Promise<Case> {
  let best = test;
  for (let found = true; found;) {
    found = false;
    for (const candidate of smaller(best)) {
      if (!(await differs(candidate))) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}
