/**
 * Does one kind of work and prints the resources of the process meanwhile. Arguments: kind, units, bootstrap servers.
 * Needs --expose-gc.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { kinds, threadCount, type LeakKind } from './leak-work';

const [kind, unitsText, bootstrap] = process.argv.slice(2) as [LeakKind, string, string];
const units = Number(unitsText);
/** Samples of a whole run. */
const SAMPLES = 40;

let nextAt = 0;

async function tick(done: number): Promise<void> {
  if (done < nextAt) return;
  nextAt += units / SAMPLES;
  // Closed clients are released on separate threads, and finalizers need turns of the event loop.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc!();
    await sleep(20);
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
  const sample = {
    done,
    rss,
    heapUsed,
    external: external + arrayBuffers,
    threads: threadCount(),
    files: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().length,
  };
  console.log(JSON.stringify(sample));
}

void kinds[kind]({ bootstrap, units, tick });
