/**
 * A process that runs programs on one library, one after the other: the first argument is its folder. What ends the
 * process, as some arguments do with the original, ends one program.
 */
import type { Module } from '../../../integration/rdkafka/programs/observe';
import type { Program } from '../programs/program';
import { interpret } from './interpret';
import type { Task } from './worker';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = require(process.argv[2]!) as Module;
// Warnings of the entry are for people.
process.removeAllListeners('warning').on('warning', () => undefined);

process.on('message', (task: Task<Program>) => {
  void interpret(library, task).then((lines) => process.send!(lines));
});
