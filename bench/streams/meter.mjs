// Counts the records of one program, and measures it from its first record until everything is committed.
import { readFileSync } from 'node:fs';

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Of this process so far, in KiB. */
const peakKb = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);

export class Meter {
  #seen = 0;
  #total;
  #start = 0;
  #cpu = 0;
  #finish;
  /** Resolves with the last record. */
  allSeen = new Promise((resolve) => (this.#finish = resolve));

  constructor(total) {
    this.#total = total;
  }

  /** To be called with each record. */
  count() {
    if (this.#seen === 0) {
      this.#start = performance.now();
      this.#cpu = cpuSeconds();
    }
    if (++this.#seen === this.#total) this.#finish();
  }

  get isDone() {
    return this.#seen >= this.#total;
  }

  print() {
    const seconds = (performance.now() - this.#start) / 1000;
    console.log(JSON.stringify({ seconds, cpu: cpuSeconds() - this.#cpu, rssKb: peakKb() }));
  }
}
