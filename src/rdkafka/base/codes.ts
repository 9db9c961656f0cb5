import { librdkafkaCodes } from '../../raw/index';

/** librdkafka's codes by name. */
export const ERRORS = {
  ...librdkafkaCodes,
  ERR__BEGIN: -200,
  ERR__END: -100,
  // Earlier names.
  ERR_GROUP_LOAD_IN_PROGRESS: 14,
  ERR_GROUP_COORDINATOR_NOT_AVAILABLE: 15,
  ERR_NOT_COORDINATOR_FOR_GROUP: 16,
} as const;

/** Numbers, as in node-rdkafka's types: a variable that begins with one of them takes any other code as well. */
export const CODES: { readonly ERRORS: { readonly [Name in keyof typeof ERRORS]: number } } = { ERRORS };
