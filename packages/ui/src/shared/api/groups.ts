import type { Int64, Ms, Tp } from './basics';

export interface GroupRow {
  groupId: string;
  state: string;
  type: string;
  simple: boolean;
  members: number | null;
  topics: number | null;
  lag: { value: Int64; partial: boolean } | null;
  /** Records a second; above 0: it falls behind. */
  trend: number | null;
  asOf: Ms | null;
}

export interface GroupMember {
  id: string;
  instanceId: string | null;
  clientId: string;
  host: string;
  partitions: Tp[];
}

export interface GroupOffset extends Tp {
  committed: Int64 | null;
  /** Null: the leader did not answer, or there is none. */
  latest: Int64 | null;
  lastStable: Int64 | null;
  lag: Int64 | null;
  behind: { ms: number; kind: 'estimated' | 'exact' | 'at least' } | null;
  member: string | null;
  metadata: string | null;
}

export interface GroupView extends GroupRow {
  coordinator: number | null;
  assignor: string | null;
  memberList: GroupMember[];
  offsets: GroupOffset[];
}

/** Groups with committed offsets of a topic. Asked again until `checked` is `of`. */
export interface TopicGroupsView {
  items: { groupId: string; state: string; lag: Int64 | null; members: number | null }[];
  checked: number;
  of: number;
  partial?: string;
}
