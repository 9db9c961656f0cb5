import type { Policy } from './access/policy';
import type { Sessions } from './access/sessions';
import type { Attempts } from './access/attempts';
import type { KafkaClients } from './kafka/clients';
import type { Configs } from './kafka/configs';
import type { Groups } from './kafka/groups';
import type { Records } from './kafka/records';
import type { Security } from './kafka/security';
import type { Topics } from './kafka/topics';
import type { Sampler } from './monitor/sampler';
import type { ScanPool } from './scan/pool';
import type { Tickets } from './tickets';

/** What stands fixed from the start on. */
export interface ServerFacts {
  version: string;
  librdkafka: string;
  bootstrap: string;
  timezone: string | null;
  maxScans: number;
  budget: { records: number; bytes: number; ms: number };
  /** `/kafka`, or empty. */
  basePath: string;
  /** False: there are users of `--auth-file`, who need no token besides. */
  isTokenNeeded: boolean;
  /** The dashboard's file. */
  grafana: string;
}

/** All that the routes use. */
export interface Services {
  facts: ServerFacts;
  sessions: Sessions;
  attempts: Attempts;
  policy: Policy;
  tickets: Tickets;
  clients: KafkaClients;
  topics: Topics;
  configs: Configs;
  groups: Groups;
  records: Records;
  security: Security;
  sampler: Sampler;
  pool: ScanPool;
}
