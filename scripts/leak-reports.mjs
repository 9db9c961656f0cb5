// Reads what the leak check of the address sanitizer writes, with `stack_trace_format` set to `leakFrames`.

/** One frame: number, function and source position, file of the program or library. */
export const leakFrames = '    #%n %F %L (%M)';

/** Allocators, of C and C++, and the sanitizer in front of them: never whom a leak belongs to. */
const runtime =
  /\(\(?(libasan|libc|libstdc\+\+|libpthread|ld-linux)\b[^()]*\)\)?$|^\s*#\d+ in (operator new|std::|__gnu_cxx::|void std::)/;

/**
 * The leaks of a report that are the addon's: those whose first frame that is no allocator's lies in kafka_napi.node. What
 * Node or V8 allocated stays theirs even if the addon has asked for it: at `process.exit` V8 leaves its heap as it is.
 */
export function ownLeaks(report) {
  return report
    .split(/\n\n+/)
    .map((block) => block.trim())
    .filter((block) => /^(Direct|Indirect) leak of /.test(block))
    .filter((block) => {
      const owner = block
        .split('\n')
        .slice(1)
        .find((frame) => !runtime.test(frame));
      return owner !== undefined && owner.includes('(kafka_napi.node+');
    });
}
