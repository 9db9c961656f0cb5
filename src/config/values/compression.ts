/** librdkafka's highest compression.level, for any codec. */
const HIGHEST = 12;

interface NativeLevel {
  level: number;
  /** Set if librdkafka cannot do what was requested. */
  warning?: string | undefined;
}

function limited(property: string, asked: number, level: number): NativeLevel {
  return { level, warning: `${property}: librdkafka takes no level ${asked}, ${level} is used` };
}

/** Maps Java's levels of each codec to librdkafka's single scale, in which -1 is the codec's default. */
export const nativeLevel: Readonly<Record<string, (level: number) => NativeLevel>> = {
  gzip: (level) => ({ level }),
  // Java's 9 does not mean LZ4 HC at level 9: it selects the fast compressor, which is librdkafka's default.
  lz4: (level) =>
    level === 9 ? { level: -1 } : level > HIGHEST ? limited('compression.lz4.level', level, HIGHEST) : { level },
  zstd: (level) => {
    if (level === 3) return { level: -1 };
    if (level > HIGHEST) return limited('compression.zstd.level', level, HIGHEST);
    return level < 0 ? limited('compression.zstd.level', level, 1) : { level };
  },
};
