import type { Ms } from './basics';

export interface BrokerRow {
  id: number;
  host: string;
  port: number;
  rack: string | null;
  leaders: number;
  replicas: number;
}

/** Something that an operator should look at; each is a link. */
export interface Attention {
  kind: string;
  topic?: string;
  partition?: number;
  group?: string;
  text: string;
}

export interface ClusterView {
  clusterId: string | null;
  controller: number | null;
  brokers: BrokerRow[];
  totals: { topics: number; partitions: number; underReplicated: number; offline: number; groups: number | null };
  attention: Attention[];
  sampledAt: Ms;
  /** What could not be asked. */
  partial?: string;
}

/**
 * What was sampled after `from`. A page drops its own points after `from` and appends these: the last ones may have
 * changed, and after the server's clock was set back `from` is 0. A null is a hole. Of a topic or group that was not
 * asked for before, this is the end only: ask for it without `since` first.
 */
export interface SamplesView {
  now: Ms;
  from: Ms;
  /** Between two points of the cluster and of topics. */
  everyMs: number;
  cluster: [t: Ms, perSec: number | null, underReplicated: number | null][];
  topics: Record<string, [t: Ms, perSec: number | null][]>;
  groups: Record<string, [t: Ms, lag: number | null][]>;
}
