import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { hasMarks, signOf, splitMarks, visible } from '../../../src/web/format/marks';
import { match, pathOf } from '../../../src/web/route/match';
import { fill } from '../../../src/web/texts';
import texts from '../../../src/web/texts.json';

const web = path.resolve(__dirname, '../../../src/web');

const sources = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, code: readFileSync(path.join(web, name), 'utf8') }));

describe('texts', () => {
  it('are all used, and each that is used is there', () => {
    const code = sources.map((source) => source.code).join('\n');
    const used = new Set([...code.matchAll(/(?<![\w.$])t\.(\w+)\.(\w+)/g)].map(([, page, name]) => `${page}.${name}`));
    const known = Object.entries(texts).flatMap(([page, names]) => Object.keys(names).map((name) => `${page}.${name}`));
    expect(known.filter((name) => !used.has(name))).toEqual([]);
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are filled', () => {
    expect(fill('{n} {n?topic:topics} of {x}', { n: 1, x: '{n}' })).toBe('1 topic of {n}');
    expect(fill('{n} {n?topic:topics}', { n: 2 })).toBe('2 topics');
  });

  it('stand in no other file', () => {
    const quoted = />\s*[A-Z][a-z]+ [a-z]+[^<>{}]*</;
    expect(
      sources.filter(({ code, name }) => name.endsWith('.tsx') && quoted.test(code)).map(({ name }) => name),
    ).toEqual([]);
  });
});

describe('the page', () => {
  it('never makes elements of text', () => {
    const forbidden =
      /InnerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b|setAttribute\('style/i;
    expect(sources.filter(({ code }) => forbidden.test(code)).map(({ name }) => name)).toEqual([]);
  });

  it('has nothing inline', () => {
    const html = readFileSync(path.join(web, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  });
});

describe('hidden characters', () => {
  it('have signs', () => {
    expect(visible('a\u0000b\tc\u202ed\u200be\u007f')).toBe('a␀b␉cU+202EdU+200Be␡');
    expect(splitMarks('a\u202eb')).toEqual(['a', '\u202e', 'b']);
    expect(signOf('\ufeff')).toBe('U+FEFF');
  });

  it('are none in the texts of the world', () => {
    for (const text of ['Zürich', 'トヨタ', '👍🏽', 'שלום', 'नमस्ते']) expect(hasMarks(text)).toBe(false);
  });
});

describe('addresses', () => {
  it('carry any name there and back', () => {
    for (const name of ['orders', 'a/b', 'ä ö', '%2e', '..', '#?&', 'x%']) {
      expect(match('/topics/:topic/:tab', pathOf('topics', name, 'messages'))).toEqual({
        topic: name,
        tab: 'messages',
      });
    }
  });

  it('do not fit other pages', () => {
    expect(match('/topics/:topic', '/topics')).toBeNull();
    expect(match('/topics', '/groups')).toBeNull();
    expect(match('/', '/')).toEqual({});
    expect(match('/topics/:topic', '/topics/%E0%A4%A')).toEqual({ topic: '%E0%A4%A' });
  });
});
