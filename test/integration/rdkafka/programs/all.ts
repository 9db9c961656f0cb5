import { assigned, flowing, manualStore, rebalances, unknownTopic } from './consuming';
import { offline } from './offline';
import { full, highLevel, producing, transactions } from './producing';
import { admin, streams } from './streams-and-admin';

/** What is compared with node-rdkafka itself, by name. */
export const programs = {
  offline,
  producing,
  full,
  highLevel,
  transactions,
  assigned,
  manualStore,
  rebalances,
  flowing,
  unknownTopic,
  streams,
  admin,
};
