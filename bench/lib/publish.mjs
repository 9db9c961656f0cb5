// Writes the results into docs/evidence: the tables between two marks of performance.md, the same as JSON, and a chart.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { chart } from './chart.mjs';
import { describeMachine } from './machine.mjs';
import { cells, columns } from './report.mjs';

const docs = path.resolve(import.meta.dirname, '../../docs/evidence');
const BEGIN = '<!-- results: written by npm run bench -- --publish -->';
const END = '<!-- end of results -->';

function table(rows) {
  const used = columns.map((_, i) => rows.some((row) => cells(row)[i] !== ''));
  const line = (list) => `| ${list.filter((_, i) => used[i]).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n');
}

function extras({ rows }) {
  const lines = [];
  for (const row of rows) {
    if (row.loopP99 !== undefined) {
      lines.push(
        `Event-loop delay: p50 ${row.loopP50.toFixed(1)} ms, p99 ${row.loopP99.toFixed(1)} ms, longest ${row.loopMax.toFixed(1)} ms.`,
      );
    }
    if (row.rssAboveMb !== undefined)
      lines.push(`${row.rssAboveMb.toFixed(0)} MB above C's and an empty Node's together.`);
  }
  const peers = rows.filter((row) => row.oursAgainst);
  if (peers.length > 0) {
    lines.push(
      `kafka-napi against each: ${peers.map((row) => `${row.title} × ${row.oursAgainst.median.toFixed(1)}`).join(', ')}.`,
    );
  }
  return lines.length > 0 ? `\n${lines.join('\n')}\n` : '';
}

function versions(summary) {
  const seen = new Map();
  for (const { rows } of summary) for (const row of rows) if (row.version) seen.set(row.title, row.version);
  return [...seen].map(([title, version]) => `${title} ${version}`).join('; ');
}

/** @param run share: fraction of each trial's messages; trials: number of all trials. */
export function publish(summary, run) {
  const machine = describeMachine();
  const rounds = Math.min(...summary.flatMap(({ rows }) => rows.filter((row) => !row.failed).map((row) => row.rounds)));
  const head = [
    `Taken on ${machine.date} at commit ${machine.commit}, at least ${rounds} rounds, with \`npm run bench -- --publish\`: ${summary.length} of ${run.trials} trials, ${run.share} of their messages.`,
    `Machine: ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}; Node ${machine.node}; Java ${machine.java}; Kafka ${machine.kafka}.`,
    `Clients: ${versions(summary)}.`,
  ];
  const body = summary.map((trial) => `### ${trial.title}\n\n${table(trial.rows)}\n${extras(trial)}`);
  const file = path.join(docs, 'performance.md');
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file} has lost the marks between which the results go`);
  writeFileSync(
    file,
    `${text.slice(0, begin)}${BEGIN}\n\n${head.join('\n')}\n\n![Messages per second, by client](performance.svg)\n\n${body.join('\n')}\n${text.slice(end)}`,
  );
  writeFileSync(path.join(docs, 'performance.json'), `${JSON.stringify({ machine, trials: summary }, undefined, 2)}\n`);
  writeFileSync(path.join(docs, 'performance.svg'), chart(summary));
}
