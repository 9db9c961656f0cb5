import type { ClusterMetadata } from 'kafka-napi';
import type { BrokerRow } from '../../../shared/api';
import type { Timeline } from '../time/timeline';
import { NO_LEADER, TopicState } from './topic-state';
import type { Questions } from './questions';

export interface Totals {
  topics: number;
  partitions: number;
  underReplicated: number;
  offline: number;
  /** Partitions whose leader is not the one that their first replica names. */
  notPreferred: number;
}

const none: Totals = { topics: 0, partitions: 0, underReplicated: 0, offline: 0, notPreferred: 0 };
/** Racks are asked for when brokers come or go, and otherwise this often. */
const RACKS_MS = 300_000;

export interface TopologyListeners {
  onTopicGone: (name: string) => void;
  /** The address leads to another cluster now: nothing that was known holds. */
  onOtherCluster: () => void;
}

/** Brokers, topics and partitions, as one broker reports them. */
export class Topology {
  readonly #questions: Questions;
  readonly #timeline: Timeline;
  readonly #listeners: TopologyListeners;
  readonly #topics = new Map<string, TopicState>();
  #racks = new Map<number, string | null>();
  #racksAt = -Infinity;
  clusterId: string | null = null;
  controller: number | null = null;
  brokers: readonly BrokerRow[] = [];
  totals: Totals = none;
  /** When a broker last answered; -Infinity: never. */
  sampledAt = -Infinity;

  constructor(questions: Questions, timeline: Timeline, listeners: TopologyListeners) {
    this.#questions = questions;
    this.#timeline = timeline;
    this.#listeners = listeners;
  }

  get topics(): ReadonlyMap<string, TopicState> {
    return this.#topics;
  }

  /** Whether a broker has answered yet. */
  get isKnown(): boolean {
    return this.sampledAt !== -Infinity;
  }

  async sample(): Promise<void> {
    const answer = await this.#questions.metadata();
    if (this.clusterId !== null && answer.clusterId !== null && this.clusterId !== answer.clusterId) this.#beginAnew();
    this.#setTopics(answer);
    this.#setBrokers(answer);
    this.sampledAt = this.#timeline.now();
    await this.#sampleRacks();
  }

  #setTopics({ topics }: ClusterMetadata): void {
    const names = new Set<string>();
    for (const topic of topics) {
      names.add(topic.topic);
      let state = this.#topics.get(topic.topic);
      if (state === undefined) this.#topics.set(topic.topic, (state = new TopicState(topic.topic)));
      state.setMetadata(topic);
    }
    for (const name of this.#topics.keys()) if (!names.has(name)) this.#remove(name);
  }

  #remove(name: string): void {
    this.#topics.delete(name);
    this.#listeners.onTopicGone(name);
  }

  #beginAnew(): void {
    for (const name of this.#topics.keys()) this.#remove(name);
    this.#racksAt = -Infinity;
    this.#questions.forgetUnsupported();
    this.#listeners.onOtherCluster();
  }

  #setBrokers({ clusterId, controllerId, brokers, topics }: ClusterMetadata): void {
    this.clusterId = clusterId ?? this.clusterId;
    this.controller = controllerId >= 0 ? controllerId : null;
    const leaders = new Map<number, number>();
    const replicas = new Map<number, number>();
    const totals = { ...none, topics: this.#topics.size };
    for (const { partitions } of topics) {
      for (const partition of partitions) {
        add(leaders, partition.leader);
        for (const broker of partition.replicas) add(replicas, broker);
        const preferred = partition.replicas[0] ?? NO_LEADER;
        if (partition.leader < 0) totals.offline++;
        else if (partition.leader !== preferred) totals.notPreferred++;
        if (partition.isrs.length < partition.replicas.length) totals.underReplicated++;
        totals.partitions++;
      }
    }
    this.totals = totals;
    if (brokers.some(({ id }) => !this.#racks.has(id))) this.#racksAt = -Infinity;
    this.brokers = brokers
      .map(({ id, host, port }) => ({
        id,
        host,
        port,
        rack: this.#racks.get(id) ?? null,
        leaders: leaders.get(id) ?? 0,
        replicas: replicas.get(id) ?? 0,
      }))
      .sort((a, b) => a.id - b.id);
  }

  /** Racks are in no metadata. That they cannot be had is no fault of the sample. */
  async #sampleRacks(): Promise<void> {
    const now = this.#timeline.now();
    if (!this.#questions.isAnswered('describeCluster') || now - this.#racksAt < RACKS_MS) return;
    this.#racksAt = now;
    try {
      const { nodes, controller } = await this.#questions.describeCluster();
      this.#racks = new Map(nodes.map(({ id, rack }) => [id, rack]));
      this.controller = controller?.id ?? this.controller;
      this.brokers = this.brokers.map((broker) => ({ ...broker, rack: this.#racks.get(broker.id) ?? null }));
    } catch {
      // Asked again with the next brokers that come, or later.
    }
  }
}

function add(counts: Map<number, number>, id: number): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
