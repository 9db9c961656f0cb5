// Options for programs that were built with a sanitizer: every error ends the process, except for those that a file in
// test/native/suppressions lists and explains.
import path from 'node:path';

import { root } from './inputs.mjs';

export const suppressions = (name) => path.join(root, 'test', 'native', 'suppressions', `${name}.supp`);

/** The environment variables that sanitizers read. */
export const sanitizerOptions = {
  ASAN_OPTIONS: 'detect_stack_use_after_return=1:check_initialization_order=1:strict_string_checks=1',
  LSAN_OPTIONS: `suppressions=${suppressions('lsan')}:print_suppressions=0`,
  TSAN_OPTIONS: 'halt_on_error=0:second_deadlock_stack=1',
  UBSAN_OPTIONS: `halt_on_error=1:print_stacktrace=1:suppressions=${suppressions('ubsan')}`,
};
