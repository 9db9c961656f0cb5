import type { RecordCollector } from '../queues/input-record';
import type { Receiver, RecordContext } from './node';

/** Measures what a task does. What the first methods return takes the place of what they get. */
export interface NodeMeasures {
  /** `lateness`: how many ms the record in hand is behind the stream time. */
  source(node: Receiver, record: RecordContext, lateness: () => number): Receiver;
  /** A node that passes nothing on. */
  end(node: Receiver): Receiver;
  collector(collector: RecordCollector): RecordCollector;
  /** A record was left out. */
  dropped(): void;
}
