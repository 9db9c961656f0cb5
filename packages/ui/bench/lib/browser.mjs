// A browser on the page, and what it can say about time and memory.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../../../test/helpers/kafka/ts-hook.js');
const { startBrowser, Visitor } = require('../../test/helpers/browser.ts');

export { startBrowser };

/** Counts the frames that took longer than 100 ms, from the first script of a page on. */
const observer = `
  window.longFrames = [];
  let last = performance.now();
  const look = (now) => {
    if (now - last > 100 && !document.hidden) window.longFrames.push(now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.paints = {};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.paints[entry.name] = entry.startTime;
  }).observe({ type: 'paint', buffered: true });
`;

export async function visit(browser, server, at = '/') {
  const visitor = await Visitor.open(browser, server, '/');
  await visitor.page.addInitScript({ content: observer });
  if (at !== undefined) await visitor.go(at);
  return visitor;
}

/** The longest frames since the last call. */
export const takeLongFrames = (page) =>
  page.evaluate('(() => { const all = window.longFrames; window.longFrames = []; return all; })()');

/**
 * Looked at with each frame. Resolves with the page's own time.
 *
 * @param condition A text: the policy of the page allows no code made of text but the browser's own.
 */
export const until = (page, condition) =>
  page.evaluate(`new Promise((resolve) => {
    const look = () => ((${condition}) ? resolve(performance.now()) : requestAnimationFrame(look));
    look();
  })`);

/** ms from an action to what it shows, both as the page's own clock sees them. */
export async function timeTo(page, act, condition) {
  const begun = await page.evaluate('performance.now()');
  const there = until(page, condition);
  await act();
  return (await there) - begun;
}
