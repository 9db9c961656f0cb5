import type { Producer } from '../../index';
import { ClientProperties } from '../config/client-properties';
import { readRuntimeSettings } from '../config/runtime-settings';
import type { StreamsConfig } from '../config/streams-config';
import { readSettings } from '../config/task-settings';
import { loadClients, propertiesOf } from '../runtime/load-clients';
import type { SendOptions } from './run/agent-types';
import type { TopicSerdes } from './run/topic-serdes';

/** Records that are sent outside of agents: from timers, from other programs. Each is delivered by itself. */
export class Casts {
  readonly #config: StreamsConfig;
  readonly #serdes: TopicSerdes;
  #producer: Producer<Buffer, Buffer> | undefined;

  constructor(config: StreamsConfig, serdes: TopicSerdes) {
    this.#config = config;
    this.#serdes = serdes;
  }

  /** Resolves when it is delivered. */
  async send(topic: string, key: unknown, value: unknown, options: SendOptions): Promise<void> {
    const { defaults } = readSettings(this.#config, () => Date.now());
    const sent = this.#serdes.serialize(defaults, topic, key, value, options, options.timestamp ?? Date.now());
    this.#producer ??= this.#create();
    await this.#producer.send(sent);
  }

  #create(): Producer<Buffer, Buffer> {
    // Each record is one of its own: there is no transaction to wait for.
    const settings = { ...readRuntimeSettings(this.#config), isExactlyOnce: false };
    const clients = loadClients();
    const properties = new ClientProperties(settings, propertiesOf(clients)).producer('');
    const config = { ...properties, 'linger.ms': 0, 'client.id': `${settings.clientId}-send` };
    return new clients.Producer<Buffer, Buffer>(config as never).on('error', () => undefined);
  }

  async close(timeoutMs: number): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close({ timeoutMs });
  }
}
