import { AdminClient } from '../admin/admin-client';
import { ownClient, type SharedClient } from '../admin/calls/admin-calls';
import { connection } from '../client/connection';
import type { NativeClient } from '../client/native-client';
import { rawAdminConfig, type RawConf, type RawTokenProvider } from './raw-config';
import { EventRelay, type RawEvents } from './raw-events';
import { RawQueries } from './raw-queries';

/** An AdminClient whose connection has librdkafka's own configuration. */
export class RawAdmin {
  readonly admin: AdminClient;
  readonly queries: RawQueries;
  readonly #client: NativeClient;

  /** Throws ConfigError. */
  constructor(conf: RawConf, events: RawEvents, token?: RawTokenProvider) {
    const relay = new EventRelay(events);
    const client = ownClient(
      rawAdminConfig(conf, token),
      (name: string, first?: unknown) => relay.tell(name, first),
      relay.observer,
    );
    const shared: SharedClient = {
      get state() {
        return client.state;
      },
      ready: (options) => client.ready(options),
      [connection]: () => client.connection,
    };
    this.#client = client;
    this.queries = new RawQueries(client);
    this.admin = AdminClient.from(shared);
  }

  get client(): NativeClient {
    return this.#client;
  }

  /** Ends pending calls and releases librdkafka. */
  async close(): Promise<void> {
    await this.admin.close({ timeoutMs: 0 });
    this.#client.lifecycle.closing();
    await this.#client.destroy();
  }
}
