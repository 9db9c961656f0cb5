/** What a program sees of its clients. */
import type { EventEmitter } from 'node:events';

import { shown, type Names } from './values';

/** In the order in which they come, among the results of calls. */
const INLINE = [
  'ready',
  'disconnected',
  'connection.failure',
  'subscribed',
  'unsubscribed',
  'unsubscribe',
  'rebalance.error',
  'warning',
  'error',
  'finish',
  'end',
  'close',
];

/** They come when they come: a list of its own for each. */
const APART = ['rebalance', 'offset.commit', 'event.error', 'delivery-report'] as const;

export class Log {
  readonly lines: string[] = [];
  readonly #apart = new Map<string, string[]>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  add(label: string, ...values: unknown[]): void {
    this.lines.push(this.#line(label, values));
  }

  #line(label: string, values: readonly unknown[]): string {
    return [label, ...values.map((one) => JSON.stringify(shown(one, this.#names)))].join(' ');
  }

  /** Of what comes when it comes. */
  addApart(label: string, ...values: unknown[]): void {
    const list = this.#apart.get(label) ?? [];
    this.#apart.set(label, list);
    list.push(this.#line('', values));
  }

  watch(client: EventEmitter, index: number): void {
    for (const event of INLINE) client.on(event, (...args: unknown[]) => this.add(`${index} ${event}`, ...args));
    for (const event of APART) {
      this.#apart.set(`${index} ${event}`, []);
      client.on(event, (...args: unknown[]) => this.addApart(`${index} ${event}`, ...args));
    }
  }

  count(index: number, event: (typeof APART)[number]): number {
    return this.#apart.get(`${index} ${event}`)?.length ?? 0;
  }

  /** Everything, at the end. Reports of several partitions, and errors, come in no order. */
  all(): string[] {
    const apart = [...this.#apart].flatMap(([label, list]) => {
      const isSorted = label.endsWith('delivery-report') || label.endsWith('event.error');
      const own = label.endsWith('event.error') ? [...new Set(list)] : list;
      return (isSorted ? [...own].sort() : own).map((line) => `${label}${line}`);
    });
    return [...this.lines, ...apart];
  }
}
