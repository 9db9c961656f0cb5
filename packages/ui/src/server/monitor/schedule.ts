import { FINE_MS } from './cluster/ends';
import { ROUND_MS } from './groups/groups';
import type { Known } from './known';
import type { Clock } from './time/clock';
import type { Demand } from './time/demand';
import { Repeater } from './time/repeater';

const METADATA_MS = 15_000;
const EARLIEST_MS = 60_000;
/** How often there may be something new to ask about topics. */
const DETAILS_MS = 5000;
/** Metadata that a silent leader gives reason to ask for are not asked for more often than this. */
const AFTER_SILENCE_MS = 5000;

/** What is asked, and how often. Nothing is asked twice at a time. */
export class Schedule {
  readonly #clock: Clock;
  readonly #known: Known;
  readonly topology: Repeater;
  readonly latest: Repeater;
  readonly earliest: Repeater;
  readonly details: Repeater;
  readonly groups: Repeater;
  #silenceAt = -Infinity;

  constructor(clock: Clock, demand: Demand, known: Known) {
    this.#clock = clock;
    this.#known = known;
    this.topology = new Repeater(clock, {
      every: () => METADATA_MS,
      isWanted: () => demand.isAny,
      afterFaultMs: 1000,
      work: () => this.#sampleTopology(),
    });
    const repeater = (ms: number, work: () => Promise<void>, isWanted: () => boolean = () => demand.isAny): Repeater =>
      new Repeater(clock, { every: () => ms, isWanted: () => known.topology.isKnown && isWanted(), work });
    this.latest = repeater(FINE_MS, () => this.#sampleLatest());
    this.earliest = repeater(EARLIEST_MS, () => known.ends.sampleEarliest());
    this.details = repeater(
      DETAILS_MS,
      () => known.details.sample(),
      // Records and rates come first: in a large cluster this would hold them up.
      () => demand.hasPages && (known.ends.latestAt !== -Infinity || this.latest.fault !== undefined),
    );
    this.groups = repeater(ROUND_MS, () => known.groups.round());
  }

  /** Goes on with all that is wanted. */
  wake(): void {
    for (const repeater of this.#all) repeater.wake();
  }

  /** Somewhere a leader did not answer: there may be another one now. */
  noteSilence(): void {
    if (this.#clock.now() - this.#silenceAt < AFTER_SILENCE_MS) return;
    this.#silenceAt = this.#clock.now();
    void this.topology.soon();
  }

  /** Resolves when everything was asked once more, or after so many ms. */
  async collect(withinMs: number): Promise<void> {
    let cancel = (): void => undefined;
    const deadline = new Promise<void>((resolve) => (cancel = this.#clock.after(withinMs, resolve)));
    await Promise.race([this.#collect(), deadline]);
    cancel();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((repeater) => repeater.close()));
  }

  get #all(): readonly Repeater[] {
    return [this.topology, this.latest, this.earliest, this.details, this.groups];
  }

  async #collect(): Promise<void> {
    await this.topology.first();
    if (!this.#known.topology.isKnown) return;
    await Promise.all([this.latest, this.earliest, this.groups].map((repeater) => repeater.first()));
  }

  async #sampleTopology(): Promise<void> {
    await this.#known.topology.sample();
    // With the first answer, what must wait for it begins.
    this.wake();
  }

  async #sampleLatest(): Promise<void> {
    try {
      await this.#known.ends.sampleLatest();
    } finally {
      this.details.wake();
    }
  }
}
