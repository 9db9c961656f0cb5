// Stores one line of JSON per run, appended when the run ends, so that a benchmark can be interrupted and continued.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../results');

export class Results {
  #file;
  #runs = new Map();

  constructor(name, { fresh = false } = {}) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, `${name}.jsonl`);
    if (fresh) rmSync(this.#file, { force: true });
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      if (line !== '') this.#keep(JSON.parse(line));
    }
  }

  get file() {
    return this.#file;
  }

  has(trial, driver, round) {
    return this.runs(trial, driver).has(round);
  }

  /** By round. */
  runs(trial, driver) {
    return this.#runs.get(`${trial} ${driver}`) ?? new Map();
  }

  add(run) {
    appendFileSync(this.#file, `${JSON.stringify(run)}\n`);
    this.#keep(run);
  }

  #keep(run) {
    const key = `${run.trial} ${run.driver}`;
    if (!this.#runs.has(key)) this.#runs.set(key, new Map());
    this.#runs.get(key).set(run.round, run);
  }
}
