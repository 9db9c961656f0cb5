import type { StorePlan } from '../../stores/store-plan';
import type { NodeDefinition } from '../../topology/definitions';

/** A subtopology and its topics, with full names. */
export interface TopicGroup {
  readonly id: number;
  readonly nodes: readonly NodeDefinition[];
  readonly sources: ReadonlySet<string>;
  readonly sinks: ReadonlySet<string>;
  readonly patterns: readonly RegExp[];
  readonly stores: readonly StorePlan[];
}
