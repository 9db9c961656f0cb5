/** librdkafka's highest compression.level, for any codec. */
const HIGHEST = 12;

interface NativeLevel {
  level: number;
  /** Set where librdkafka cannot do what was asked. */
  warning?: string;
}

function limited(property: string, asked: number, level: number): NativeLevel {
  return { level, warning: `${property}: librdkafka takes no level ${asked}, ${level} is used` };
}

/** Java's levels of each codec on librdkafka's one scale; -1 is the codec's default there. */
export const nativeLevel: Readonly<Record<string, (level: number) => NativeLevel>> = {
  gzip: (level) => ({ level }),
  // Java's 9 is not LZ4 HC at level 9: it selects the fast compressor, which is librdkafka's default.
  lz4: (level) =>
    level === 9 ? { level: -1 } : level > HIGHEST ? limited('compression.lz4.level', level, HIGHEST) : { level },
  zstd: (level) => {
    if (level === 3) return { level: -1 };
    if (level > HIGHEST) return limited('compression.zstd.level', level, HIGHEST);
    return level < 0 ? limited('compression.zstd.level', level, 1) : { level };
  },
};
