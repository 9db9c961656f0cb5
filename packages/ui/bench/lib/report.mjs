// The figures of a run beside their budgets, as a table of Markdown.

/** What was measured: a name, the budget of it as a text, the value, and whether it is within the budget. */
export class Report {
  #rows = [];

  /** @param most undefined where there is no budget; a figure alone then. */
  add(what, value, unit, { most, least } = {}) {
    const isGood = (most === undefined || value <= most) && (least === undefined || value >= least);
    const budget =
      most !== undefined ? `≤ ${figure(most)} ${unit}` : least !== undefined ? `≥ ${figure(least)} ${unit}` : '';
    this.#rows.push({
      what,
      budget,
      value: `${figure(value)} ${unit}`.trim(),
      isGood: budget === '' ? '' : isGood ? 'yes' : '**no**',
    });
    console.error(`${what}: ${figure(value)} ${unit}`);
  }

  /** A statement that is true or not: sums that agree, a list that is complete. */
  check(what, holds, found) {
    this.#rows.push({ what, budget: 'holds', value: found, isGood: holds ? 'yes' : '**no**' });
    console.error(`${what}: ${found}${holds ? '' : ' (does not hold)'}`);
  }

  get isGood() {
    return this.#rows.every(({ isGood }) => isGood !== '**no**');
  }

  /** @param note Of the machine, above the table. */
  markdown(note) {
    const lines = this.#rows.map(({ what, value, budget, isGood }) => `| ${what} | ${value} | ${budget} | ${isGood} |`);
    return [note, '', '| what | measured | budget | within |', '|---|---|---|---|', ...lines].join('\n');
  }
}

const figure = (value) =>
  Math.abs(value) >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
