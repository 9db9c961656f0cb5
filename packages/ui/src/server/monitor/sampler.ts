import type { ClusterView, GroupRow, GroupView, Ms, SamplesView, TopicGroupsView, TopicRow } from '../../shared/api';
import { Details } from './cluster/details';
import { Ends } from './cluster/ends';
import { LogOffsets } from './cluster/log-offsets';
import { Questions } from './cluster/questions';
import { Topology } from './cluster/topology';
import { Groups } from './groups/groups';
import { OneGroup } from './groups/one-group';
import type { Known } from './known';
import { Exporter, type ExporterOptions } from './metrics/exporter';
import { seriesFilters, type SeriesOptions } from './metrics/series-filter';
import type { SampledAdmin } from './sampled-admin';
import { Schedule } from './schedule';
import { Histories } from './series/histories';
import { type Clock, systemClock } from './time/clock';
import { Demand } from './time/demand';
import { Timeline } from './time/timeline';
import { unlessAborted } from './time/unless-aborted';
import { clusterView } from './views/cluster-view';
import { groupView, topicGroups } from './views/group-views';
import { Notes } from './views/notes';
import { Rows } from './views/rows';
import { type SamplesQuery, samplesView } from './views/samples';
import { topicRow } from './views/topic-rows';

export type { SamplesQuery } from './views/samples';

export interface SamplerOptions extends SeriesOptions, ExporterOptions {
  /** Keeps running, whether somebody asks or not: `--metrics`. */
  always?: boolean;
}

/** A list as it is known at present. It is the same array until something of it changes: do not change it. */
export interface Snapshot<T> {
  items: readonly T[];
  /** When it was asked for; null: no answer yet. */
  sampledAt: Ms | null;
  /** What could not be asked, in one line. */
  partial?: string;
}

/** How long a scrape waits for a first sample: less than Prometheus' own 10 s. */
const SCRAPE_MS = 9000;

/**
 * Asks the cluster again and again while somebody wants to know: until 60 s after the last call of a page's question
 * and 5 min after the last `metricsText`. A fault keeps what was known.
 *
 * No question but `group` asks the broker: the others say what is known.
 */
export class Sampler {
  readonly #demand: Demand;
  readonly #known: Known;
  readonly #schedule: Schedule;
  readonly #one: OneGroup;
  readonly #rows: Rows;
  readonly #notes: Notes;
  readonly #exporter: Exporter;
  #collecting: Promise<void> | undefined;
  #hasCollected = false;

  /** Throws for a pattern that RE2 does not know. */
  constructor(admin: SampledAdmin, options: SamplerOptions = {}, clock: Clock = systemClock) {
    const filters = seriesFilters(options);
    const demand = new Demand(clock, options.always ?? false);
    const timeline = new Timeline(clock);
    const questions = new Questions(admin, clock);
    const histories = new Histories();
    const topology = new Topology(questions, timeline, {
      onTopicGone: (name) => histories.forget(name),
      onOtherCluster: () => {
        this.#known.groups.clear();
        this.#known.ends.clear();
      },
    });
    const offsets = new LogOffsets(questions, topology, clock, () => this.#schedule.noteSilence());
    const ends = new Ends({ offsets, timeline, demand, topology, histories });
    const details = new Details({ questions, timeline, demand, topology, histories });
    const groups = new Groups({ questions, offsets, histories, timeline }, clock, demand, filters.hasGroup);
    this.#known = { timeline, questions, topology, ends, details, groups, histories };
    this.#demand = demand;
    this.#schedule = new Schedule(clock, demand, this.#known);
    this.#one = new OneGroup(this.#known, offsets);
    this.#rows = new Rows(this.#known);
    this.#notes = new Notes(this.#known, this.#schedule);
    this.#exporter = new Exporter(this.#known, filters, options);
    if (options.always) this.#schedule.wake();
  }

  /**
   * Resolves when there is something to show: the topics and their partitions. Rejects with the KafkaError if they
   * cannot be had. Offsets, rates and groups follow: they are null until then.
   */
  async ready(signal?: AbortSignal): Promise<void> {
    this.#page();
    const { topology } = this.#known;
    // Once it has failed, every page says so at once: what is being tried again may take its time.
    if (!topology.isKnown && this.#schedule.topology.fault === undefined) {
      await unlessAborted(this.#schedule.topology.first(), signal);
    }
    if (!topology.isKnown) throw this.#schedule.topology.fault;
  }

  /** All topics, in no particular order. */
  topics(): Snapshot<TopicRow> {
    this.#page();
    const { topology } = this.#known;
    return { items: this.#rows.topics, sampledAt: this.#date(topology.sampledAt), ...this.#notes.topics() };
  }

  topic(name: string): TopicRow | undefined {
    this.#page();
    const topic = this.#known.topology.topics.get(name);
    return topic && topicRow(topic);
  }

  /** All groups. `checked`: how many of them have been asked for their offsets. */
  groups(): Snapshot<GroupRow> & { checked: number } {
    this.#page();
    const { groups } = this.#known;
    const sampledAt = this.#date(groups.listedAt);
    return { items: this.#rows.groups, sampledAt, checked: groups.checked, ...this.#notes.groups() };
  }

  /**
   * One group, asked at once if that was not done in the last 5 s. Null: there is none. Rejects with the KafkaError if
   * nothing is known of it.
   */
  async group(groupId: string, signal?: AbortSignal): Promise<GroupView | null> {
    await this.ready(signal);
    this.#demand.watch('groups', [groupId]);
    const group = await unlessAborted(this.#one.ask(groupId), signal);
    return group && groupView(group, this.#known.timeline, this.#known.histories);
  }

  /** The groups with committed offsets of a topic, as far as they were asked. */
  groupsOf(topic: string): TopicGroupsView {
    this.#page();
    return { ...topicGroups(topic, this.#known.groups), ...this.#notes.groups() };
  }

  cluster(): ClusterView {
    this.#page();
    return { ...clusterView(this.#known), ...this.#notes.cluster() };
  }

  /** Null: nothing is newer than `since`. */
  samples(query: SamplesQuery): SamplesView | null {
    this.#demand.watch('topics', query.topics ?? []);
    this.#demand.watch('groups', query.groups ?? []);
    this.#schedule.wake();
    return samplesView(this.#known, query);
  }

  /** Prometheus' text. Waits for a first sample of everything, at most 9 s. */
  async metricsText(): Promise<string> {
    const { topology, ends, groups } = this.#known;
    const { latest, earliest, groups: rounds } = this.#schedule;
    const isFirst = !this.#demand.isAny || !this.#hasCollected;
    this.#demand.scrape();
    this.#schedule.wake();
    if (isFirst) this.#collecting ??= this.#collect();
    await this.#collecting;
    return this.#exporter.text([
      { name: 'topics', at: topology.sampledAt, durationMs: this.#schedule.topology.durationMs },
      { name: 'latest', at: ends.latestAt, durationMs: ends.durationMs ?? latest.durationMs },
      { name: 'earliest', at: ends.earliestAt, durationMs: earliest.durationMs },
      { name: 'groups', at: groups.roundAt, durationMs: rounds.durationMs },
    ]);
  }

  /** Operations that this broker does not answer, as `describeCluster`. */
  unsupported(): string[] {
    return this.#known.questions.unsupported;
  }

  /** To be called after a change: asks for topics or groups as soon as possible. Resolves when that is done. */
  async changed(what: 'topics' | 'groups'): Promise<void> {
    if (what === 'groups') await this.#known.groups.changed();
    else await this.#schedule.topology.soon();
  }

  /** Ends all questions. */
  async close(): Promise<void> {
    this.#known.questions.close();
    await this.#schedule.close();
  }

  async #collect(): Promise<void> {
    await this.#schedule.collect(SCRAPE_MS);
    this.#hasCollected = true;
    this.#collecting = undefined;
  }

  #page(): void {
    this.#demand.page();
    this.#schedule.wake();
  }

  #date(time: number): Ms | null {
    return time === -Infinity ? null : this.#known.timeline.toWall(time);
  }
}
