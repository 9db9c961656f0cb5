import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DiskBytes } from '../stores/disk/disk-bytes';
import { StoreFolder } from '../stores/disk/store-folder';
import type { StorePlan } from '../stores/store-plan';

/** Stores on disk of one test, in a folder that goes with its driver. */
export class TestStores {
  readonly #folder: StoreFolder | undefined;
  readonly #bytes: ReadonlyMap<string, DiskBytes>;

  /** @throws StreamsError ERR_LMDB_MISSING if there are some, and lmdb is not installed. */
  constructor(plans: readonly StorePlan[]) {
    if (plans.length > 0)
      this.#folder = new StoreFolder(mkdtempSync(path.join(tmpdir(), 'kafka-streams-test-')), plans.length);
    this.#bytes = new Map(plans.map((plan) => [plan.name, this.#folder!.bytes(plan)]));
  }

  /** undefined: the store is in memory. */
  bytes(name: string): DiskBytes | undefined {
    return this.#bytes.get(name);
  }

  commit(): void {
    const changed = [...this.#bytes.values()].filter(({ pendingBytes }) => pendingBytes > 0);
    if (changed.length > 0) this.#folder!.flush(changed.map((bytes) => ({ bytes, offset: undefined })));
  }

  close(): void {
    this.#folder?.close();
    if (this.#folder) rmSync(this.#folder.path, { recursive: true, force: true });
  }
}
