import type { Details } from './cluster/details';
import type { Ends } from './cluster/ends';
import type { Questions } from './cluster/questions';
import type { Topology } from './cluster/topology';
import type { Groups } from './groups/groups';
import type { Histories } from './series/histories';
import type { Timeline } from './time/timeline';

/** All that is known of the cluster. */
export interface Known {
  timeline: Timeline;
  questions: Questions;
  topology: Topology;
  ends: Ends;
  details: Details;
  groups: Groups;
  histories: Histories;
}
