import { plainEnum } from './plain-enum';

export enum CompressionTypes {
  None = 0,
  GZIP = 1,
  Snappy = 2,
  LZ4 = 3,
  ZSTD = 4,
}
plainEnum(CompressionTypes);

/** The values of `compression.type`, by the number in `CompressionTypes`. */
export const compressionNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
