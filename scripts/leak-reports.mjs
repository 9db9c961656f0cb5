// Reads what the leak check of the address sanitizer writes, with `stack_trace_format` set to `leakFrames`.

/** One frame: number, function and source position, file of the program or library. */
export const leakFrames = '    #%n %F %L (%M)';

/** Allocators of C and C++, and the sanitizer before them. A leak never belongs to one of these. */
const runtime =
  /\(\(?(libasan|libc|libstdc\+\+|libpthread|ld-linux)\b[^()]*\)\)?$|^\s*#\d+ in (operator new|std::|__gnu_cxx::|void std::)/;

/**
 * The leaks of a report that belong to the addon: their first frame outside an allocator is in kafka_napi.node. Memory
 * that Node or V8 allocated belongs to them, even on behalf of the addon: at `process.exit`, V8 does not free its heap.
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
