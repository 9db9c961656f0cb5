/** A real browser on the page. Whatever the page writes to the console, and whatever its policy refuses, is kept. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';

import type { UiUnderTest } from './running-ui';
import { buildPage } from './built-page';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

function executable(): string {
  const named = process.env['CHROMIUM'];
  const found = [...(named === undefined ? [] : [named]), ...places].find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    'The tests of the page need Chromium, which is not there: apt-get install chromium, or name it in $CHROMIUM',
  );
}

/** Builds the page if it is needed, and starts a browser: before the server, which reads the page when it starts. */
export async function startBrowser(): Promise<Browser> {
  await buildPage();
  return chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });
}

export interface View {
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  timezone?: string;
  forcedColors?: boolean;
}

/** One visitor: a profile of its own, signed in. */
export class Visitor {
  readonly page: Page;
  /** Lines of the console, errors of the page, and what the content security policy refused. */
  readonly complaints: string[];
  readonly #context: BrowserContext;
  readonly #base: string;

  private constructor(page: Page, context: BrowserContext, complaints: string[], base: string) {
    this.page = page;
    this.complaints = complaints;
    this.#context = context;
    this.#base = base;
  }

  static async open(browser: Browser, to: UiUnderTest, at = '/', view: View = {}): Promise<Visitor> {
    const visitor = await Visitor.stranger(browser, to, view);
    const { url, token } = to.ui;
    await visitor.page.goto(`${url}#t=${token}`);
    await visitor.page.locator('nav.nav a, nav.bottom a').first().waitFor({ state: 'attached' });
    if (at !== '/') await visitor.go(at);
    return visitor;
  }

  /** One who has not been there yet, and has no token. */
  static async stranger(browser: Browser, { ui }: UiUnderTest, view: View = {}): Promise<Visitor> {
    const { theme = 'light', width = 1440, height = 900, timezone = 'UTC', forcedColors = false } = view;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      timezoneId: timezone,
      locale: 'en-GB',
      forcedColors: forcedColors ? 'active' : 'none',
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const complaints: string[] = [];
    return new Visitor(await newPage(context, complaints), context, complaints, ui.url.replace(/\/$/, ''));
  }

  /** Another tab of the same browser. */
  async newTab(at: string): Promise<Visitor> {
    const page = await newPage(this.#context, this.complaints);
    const tab = new Visitor(page, this.#context, this.complaints, this.#base);
    await tab.go(at);
    return tab;
  }

  go(at: string): Promise<unknown> {
    return this.page.goto(this.#base + at);
  }

  /** The path and the parameters of the page. */
  get place(): string {
    return this.page.url().slice(this.#base.length);
  }

  /** Rows of the list that is shown. */
  get rows(): Locator {
    return this.page.locator('.grid-body .grid-row:not(.unknown)');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** The texts of one column of all rows that are in the page, from above. */
  column(index: number): Promise<string[]> {
    return this.page.evaluate<string[]>(`
      [...document.querySelectorAll('.grid-body .grid-row')]
        .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
        .map((row) => row.children[${index}]?.textContent ?? '')`);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}

async function newPage(context: BrowserContext, complaints: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (line) => complaints.push(`${line.type()}: ${line.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
  });
  return page;
}
