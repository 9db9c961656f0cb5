// What the page weighs, and how long it takes from the command to the first picture.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { startBrowser, until, visit } from '../lib/browser.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

const web = path.resolve(import.meta.dirname, '../../dist/web');

function weigh(report) {
  const files = readdirSync(path.join(web, 'assets'));
  const zipped = (file) => gzipSync(readFileSync(path.join(web, 'assets', file)), { level: 9 }).length / 1024;
  const sum = (names) => names.reduce((bytes, file) => bytes + zipped(file), 0);
  const html = readFileSync(path.join(web, 'index.html'), 'utf8');
  const scripts = files.filter((file) => file.endsWith('.js'));
  report.add('JavaScript, gzip -9, all', sum(scripts), 'KB', { most: 70 });
  report.add('JavaScript, gzip -9, first load', sum(scripts.filter((file) => html.includes(file))), 'KB', { most: 35 });
  report.add('CSS, gzip -9', sum(files.filter((file) => file.endsWith('.css'))), 'KB', { most: 10 });
}

export async function measurePage({ report, kafka, rounds }) {
  weigh(report);
  const browser = await startBrowser();
  const times = { start: [], paint: [], interactive: [], overview: [] };
  let rest = 0;
  for (let round = 0; round < rounds; round++) {
    const server = await Server.start(kafka.bootstrapServers);
    times.start.push(server.startMs);
    // The first visit signs in; the second one is what somebody sees who comes back.
    const visitor = await visit(browser, server, '/');
    const { page } = visitor;
    await until(page, "window.paints['first-contentful-paint'] !== undefined");
    times.paint.push(await page.evaluate("window.paints['first-contentful-paint']"));
    times.interactive.push(await page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive"));
    await page.getByText('Busiest topics').waitFor();
    times.overview.push(await page.evaluate('performance.now()'));
    rest = Math.max(rest, server.rss);
    await visitor.close();
    await server.stop();
  }
  await browser.close();
  report.add('from the command to its address', median(times.start), 'ms', { most: 500 });
  report.add('first paint', median(times.paint), 'ms', { most: 150 });
  report.add('interactive', median(times.interactive), 'ms', { most: 300 });
  report.add('overview complete', median(times.overview), 'ms', { most: 1000 });
  report.add('memory of the server after the overview', rest / 2 ** 20, 'MB');
}
