// Computes ratios from results: one row per trial and driver, compared with C in the same rounds.
import { drivers } from './drivers.mjs';
import { median, pairedRatio } from './stats.mjs';

const rate = (run) => run.messages / run.seconds;
const cpuPerMillion = (run) => (run.cpu / run.messages) * 1e6;

const medianOf = (runs, of) => median([...runs.values()].map(of));

function absolute(trial, runs) {
  const first = runs.values().next().value;
  const figures = { version: first.version };
  if (first.rssKb > 0) figures.rssMb = medianOf(runs, (run) => run.rssKb / 1024);
  if (first.messages > 0) {
    figures.rate = medianOf(runs, rate);
    figures.mbPerSecond = medianOf(runs, (run) => run.bytes / run.seconds / 1e6);
    if (first.cpu !== null) figures.cpuPerMillion = medianOf(runs, cpuPerMillion);
  }
  for (const name of ['p50', 'p99', 'loopP50', 'loopP99', 'loopMax']) {
    if (first[name] !== undefined) figures[name] = medianOf(runs, (run) => run[name]);
  }
  return figures;
}

function againstC(runs, c) {
  const first = runs.values().next().value;
  const ratios = {};
  if (first.p50 !== undefined) {
    ratios.p50 = pairedRatio(runs, c, (run) => run.p50);
    ratios.p99 = pairedRatio(runs, c, (run) => run.p99);
  } else if (first.messages > 0) {
    ratios.speed = pairedRatio(runs, c, rate);
  }
  if (first.messages > 0 && first.cpu !== null) ratios.cpu = pairedRatio(runs, c, cpuPerMillion);
  return ratios;
}

/** "met", "missed" (only where the whole interval lies on the wrong side), or undefined without a target. */
function verdicts(trial, row, rows) {
  const { target } = trial;
  if (target === undefined || (row.driver !== 'kafka-napi' && row.driver !== 'entry')) return [];
  const list = [];
  const add = (what, isMissed, limit) => list.push({ what, limit, met: !isMissed });
  const c = rows.find((other) => other.driver === 'c');
  const original = rows.find((other) => other.driver === 'original');
  if (target.original && original?.oursAgainst) {
    add('speed', original.oursAgainst.high < target.original, `≥ ${target.original} × the library`);
    if (row.p99 !== undefined) add('p99', row.p99 > original.p99, 'that of the library');
    add('RSS', row.rssMb > original.rssMb, 'that of the library');
  }
  if (target.speed && row.ratios.speed) add('speed', row.ratios.speed.high < target.speed, `≥ ${target.speed}`);
  if (target.cpu && row.ratios.cpu) add('CPU', row.ratios.cpu.low > target.cpu, `≤ ${target.cpu}`);
  if (target.latency && row.ratios.p50) {
    add('p50', row.ratios.p50.low > 1.1 && row.p50 > c.p50 + 40, '≤ 1.10 or + 40 µs');
    add('p99', row.ratios.p99.low > 1.25 && row.p99 > c.p99 + 100, '≤ 1.25 or + 100 µs');
  }
  if (target.loopP99) add('loop delay p99', row.loopP99 > target.loopP99, `≤ ${target.loopP99} ms`);
  if (target.rssMb) {
    const empty = rows.find((other) => other.driver === 'node-empty');
    if (c && empty) {
      row.rssAboveMb = row.rssMb - c.rssMb - empty.rssMb;
      add('RSS above C and an empty Node', row.rssAboveMb > target.rssMb, `≤ ${target.rssMb} MB`);
    }
  }
  return list;
}

/**
 * @returns a list of { id, title, rows: [{ driver, title, rate, …, ratios, verdicts }] }, for the trials that were run.
 */
export function summarize(trials, results) {
  const summary = [];
  for (const trial of trials) {
    const c = results.runs(trial.id, 'c');
    const rows = [];
    for (const driver of Object.keys(drivers)) {
      const all = [...results.runs(trial.id, driver)];
      if (all.length === 0) continue;
      const runs = new Map(all.filter(([, run]) => run.failed === undefined));
      if (runs.size === 0) {
        rows.push({ driver, title: drivers[driver].title ?? driver, rounds: 0, failed: all[0][1].failed, ratios: {} });
        continue;
      }
      const ratios = driver === 'c' || c.size === 0 ? {} : againstC(runs, c);
      const row = {
        driver,
        title: drivers[driver].title ?? driver,
        rounds: runs.size,
        ...absolute(trial, runs),
        ratios,
      };
      if (drivers[driver].peer) {
        const ours = pairedRatio(results.runs(trial.id, driver === 'original' ? 'entry' : 'kafka-napi'), runs, rate);
        if (ours) row.oursAgainst = ours;
      }
      rows.push(row);
    }
    if (rows.length === 0) continue;
    for (const row of rows) row.verdicts = verdicts(trial, row, rows);
    summary.push({ id: trial.id, kind: trial.kind, title: trial.title, rows });
  }
  return summary;
}

const fixed = (number, digits) => (number === undefined ? '' : number.toFixed(digits));
const interval = (estimate) =>
  estimate ? `${fixed(estimate.median, 2)} (${fixed(estimate.low, 2)}–${fixed(estimate.high, 2)})` : '';

/** Cells of one row, in the order of {@link columns}. */
export function cells(row) {
  const latency = row.p50 === undefined ? '' : `${Math.round(row.p50)} / ${Math.round(row.p99)}`;
  return [
    row.title,
    row.rate === undefined || row.p50 !== undefined ? '' : Math.round(row.rate).toLocaleString('en'),
    interval(row.ratios.speed),
    fixed(row.cpuPerMillion, 2),
    interval(row.ratios.cpu),
    fixed(row.rssMb, 0),
    latency,
    row.ratios.p50 ? `${fixed(row.ratios.p50.median, 2)} / ${fixed(row.ratios.p99.median, 2)}` : '',
    row.failed
      ? 'could not do it'
      : row.verdicts.map(({ what, limit, met }) => `${what} ${limit}: ${met ? 'met' : 'missed'}`).join('; '),
  ];
}

export const columns = [
  'client',
  'msg/s',
  'speed ÷ C (90 %)',
  'CPU s per million',
  'CPU ÷ C (90 %)',
  'peak RSS, MB',
  'p50 / p99, µs',
  'p50 / p99 ÷ C',
  'target',
];

export function printReport(summary) {
  for (const { id, title, rows } of summary) {
    console.log(`\n${id}: ${title}`);
    for (const row of rows) {
      const named = cells(row)
        .map((cell, i) => (cell === '' || i === 0 ? cell : `${columns[i]} ${cell}`))
        .filter((cell) => cell !== '');
      if (row.loopP99 !== undefined)
        named.push(
          `loop delay p50 ${fixed(row.loopP50, 1)} p99 ${fixed(row.loopP99, 1)} max ${fixed(row.loopMax, 1)} ms`,
        );
      if (row.rssAboveMb !== undefined) named.push(`${fixed(row.rssAboveMb, 0)} MB above C and an empty Node`);
      if (row.oursAgainst) named.push(`ours is ${interval(row.oursAgainst)} × as fast`);
      console.log(`  ${named.join(' | ')}`);
    }
  }
}
