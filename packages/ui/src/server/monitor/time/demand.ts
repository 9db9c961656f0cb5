import type { Clock } from './clock';

const PAGE_MS = 60_000;
const SCRAPE_MS = 300_000;
/** Most names that are watched at a time, of each kind. A page shows fewer. */
const WATCHED = { topics: 200, groups: 50 } as const;

export type Watchable = keyof typeof WATCHED;

/** Who wants to know: pages and scrapes, each for some time after its last question. */
export class Demand {
  readonly #clock: Clock;
  readonly #always: boolean;
  #pages = -Infinity;
  #scrapes = -Infinity;
  readonly #watched = { topics: new Map<string, number>(), groups: new Map<string, number>() };

  constructor(clock: Clock, always: boolean) {
    this.#clock = clock;
    this.#always = always;
  }

  page(): void {
    this.#pages = this.#clock.now() + PAGE_MS;
  }

  scrape(): void {
    this.#scrapes = this.#clock.now() + SCRAPE_MS;
  }

  /** A page shows these. Of more than are watched at a time the latest count. */
  watch(what: Watchable, names: readonly string[]): void {
    this.page();
    const watched = this.#watched[what];
    for (const name of names.slice(0, WATCHED[what])) {
      watched.delete(name);
      watched.set(name, this.#clock.now() + PAGE_MS);
    }
    for (const name of watched.keys()) {
      if (watched.size <= WATCHED[what]) break;
      watched.delete(name);
    }
  }

  get hasPages(): boolean {
    return this.#clock.now() < this.#pages;
  }

  get hasScrapes(): boolean {
    return this.#always || this.#clock.now() < this.#scrapes;
  }

  get isAny(): boolean {
    return this.hasPages || this.hasScrapes;
  }

  isWatched(what: Watchable, name: string): boolean {
    return this.#clock.now() < (this.#watched[what].get(name) ?? -Infinity);
  }

  watched(what: Watchable): string[] {
    return [...this.#watched[what].keys()].filter((name) => this.isWatched(what, name));
  }
}
