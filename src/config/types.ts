export type {
  AdminConfig,
  AdminValues,
  ConsumerConfig,
  ConsumerValues,
  ProducerConfig,
  ProducerValues,
} from './generated/types';
export type * from './values/option-types';
