import { gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { KafkaJSNotImplemented } from '../errors/errors';
import { CompressionTypes } from './compression-types';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const gzipCodec = {
  compress: (encoder: { buffer: Buffer }): Promise<Buffer> => pack(encoder.buffer),
  decompress: (buffer: Buffer): Promise<Buffer> => unpack(buffer),
};
const missing = (name: string) => () => {
  throw new KafkaJSNotImplemented(`${name} compression not implemented`);
};

/**
 * Applications put their codecs here. None is ever called: librdkafka has all five types. What is here at first is what
 * kafkajs has.
 */
export const CompressionCodecs: {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [Type in Exclude<CompressionTypes, CompressionTypes.None>]: () => any;
} = {
  [CompressionTypes.GZIP]: () => gzipCodec,
  [CompressionTypes.Snappy]: missing('Snappy'),
  [CompressionTypes.LZ4]: missing('LZ4'),
  [CompressionTypes.ZSTD]: missing('ZSTD'),
};
