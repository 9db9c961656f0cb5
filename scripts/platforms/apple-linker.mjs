// Links for macOS. zig compiles for it, but its Mach-O linker cannot create a bundle (CMake's MODULE) and ignores the
// list of exported symbols. LLVM's ld64.lld can do both, and adds the ad-hoc signature that arm64 requires. It needs
// the arguments that Apple's driver would add: the C++ library (static, as zig builds it) and the symbols of libSystem.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder, intoCache } from '../../deps/cache.mjs';

const names = ['ld64.lld', ...Array.from({ length: 16 }, (_, i) => `ld64.lld-${30 - i}`)];

function linker() {
  const found = [process.env.KAFKA_NAPI_LD64, ...names].find(
    (name) => name && spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  );
  if (!found)
    throw new Error('platforms: macOS needs ld64.lld, version 15 or newer. Debian, Ubuntu: apt-get install lld-19');
  return found;
}

/**
 * zig's own list names an architecture that an older lld does not know, and lists arm64e only, of which arm64 is a
 * part.
 */
function systemLibrary(zig) {
  return readFileSync(path.join(zig, 'lib', 'libc', 'darwin', 'libSystem.tbd'), 'utf8')
    .replace(/(,\s*)?arm64e\.x1-\w+/g, '')
    .replaceAll('arm64e-', 'arm64-');
}

function makeRuntime(folder, zig, zigTarget) {
  const zigCache = path.join(folder, 'zig-cache');
  const source = path.join(folder, 'probe.cc');
  mkdirSync(zigCache);
  // zig builds its C++ library when it first links something that needs it.
  writeFileSync(source, '#include <string>\nint f(const std::string& s) { if (s.empty()) throw 1; return 0; }\n');
  const options = ['-O3', '-fPIC', '-fno-sanitize=all', '-g0', `-ffile-prefix-map=${zig}/=zig/`, '-dynamiclib'];
  execFileSync(
    path.join(zig, 'zig'),
    ['c++', '-target', zigTarget, ...options, source, '-o', path.join(folder, 'probe.dylib')],
    {
      env: { ...process.env, ZIG_GLOBAL_CACHE_DIR: zigCache, ZIG_LOCAL_CACHE_DIR: zigCache },
      stdio: ['ignore', 2, 2],
    },
  );
  for (const library of ['libc++.a', 'libc++abi.a']) {
    const found = readdirSync(zigCache, { recursive: true }).filter((file) => path.basename(file) === library);
    if (found.length !== 1)
      throw new Error(`platforms: zig built ${found.length} of ${library} for ${zigTarget}, expected one`);
    copyFileSync(path.join(zigCache, found[0]), path.join(folder, library));
  }
  writeFileSync(path.join(folder, 'libSystem.tbd'), systemLibrary(zig));
}

/** The text of the script that CMake calls as c++: it compiles with `compiler`, and links bundles with ld64.lld. */
export function appleLinker(target, zigTarget, zig, compiler) {
  const key = createHash('sha256')
    .update(`${zigTarget}\0${zig}\0${readFileSync(new URL(import.meta.url), 'utf8')}`)
    .digest('hex')
    .slice(0, 16);
  const runtime = path.join(cacheFolder, 'apple', `${target}-${key}`);
  if (!existsSync(runtime)) intoCache(runtime, (folder) => makeRuntime(folder, zig, zigTarget));
  const [, version] = /macos\.([\d.]+)$/.exec(zigTarget);
  const arch = target.endsWith('arm64') ? 'arm64' : 'x86_64';
  return `case " $* " in *" -bundle "*) ;; *) exec ${compiler} "$@" ;; esac
# What is for the compiler goes, what is for the linker stays.
for argument in "$@"; do
  shift
  case $argument in
    -Wl,*)
      IFS=,
      for part in \${argument#-Wl,}; do set -- "$@" "$part"; done
      unset IFS ;;
    -f* | -O* | -g* | -D* | -W* | -std=* | -lm | -lpthread | -ldl) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec ${linker()} -arch ${arch} -platform_version macos ${version} 13.0 -adhoc_codesign -dead_strip "$@" \\
  ${runtime}/libc++.a ${runtime}/libc++abi.a ${runtime}/libSystem.tbd`;
}
