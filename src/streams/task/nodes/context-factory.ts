import type { ProcessorContext } from '../../records/processor';
import type { Record } from '../../records/record';
import type { Node } from './node';

/** Passes a record of a processor on. */
export type Forward = (record: Record<unknown, unknown>, childName: string | undefined) => void;

/** What a task has for processors of the user's, besides what all nodes get. */
export interface ContextFactory {
  contextFor(node: Node, forward: Forward): ProcessorContext;
}
