import { Client } from '../client/client';
import type { ClientEvents, TypedEmitter } from '../client/events';
import type { ResolvedAdminConfig } from '../config/resolve';

/** The connection of an AdminClient that was made from a configuration. Its events are the AdminClient's. */
export class OwnConnection extends Client {
  readonly #owner: TypedEmitter<ClientEvents>;

  constructor(config: ResolvedAdminConfig, owner: TypedEmitter<ClientEvents>) {
    super({
      role: 'producer',
      conf: config.native,
      certificates: config.nativeCertificates,
      oauth: config.oauth,
      defaultTimeoutMs: config.java['default.api.timeout.ms'],
    });
    this.#owner = owner;
  }

  override emit<Name extends keyof ClientEvents & string>(
    name: Name,
    ...args: ClientEvents[Name] extends unknown[] ? ClientEvents[Name] : never
  ): boolean {
    return this.#owner.emit(name, ...args);
  }

  override listenerCount(name: keyof ClientEvents & string): number {
    return this.#owner.listenerCount(name);
  }

  /** Every call still waiting is rejected with ClosedError. */
  close(): Promise<void> {
    this.lifecycle.closing();
    return this.destroyHandle();
  }
}
