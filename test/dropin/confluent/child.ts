/** A process that runs programs on one library, one after the other: the first argument is its folder. */
import type { Module } from '../../integration/rdkafka/programs/observe';
import type { Task } from '../rdkafka/run/worker';
import { interpret } from './interpret';
import type { Program } from './program';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = require(process.argv[2]!) as Module;
// Warnings of the entry are for people.
process.removeAllListeners('warning').on('warning', () => undefined);

process.on('message', (task: Task<Program>) => {
  void interpret(library, task).then((lines) => process.send!(lines));
});
