import type { TopicPartition } from '../../../index';
import type { RuntimeSettings } from '../../config/runtime-settings';
import type { DiskBytes, Flush } from '../../stores/disk/disk-bytes';
import { loadLmdb } from '../../stores/disk/lmdb';
import type { StoreFolder } from '../../stores/disk/store-folder';
import type { StorePlan } from '../../stores/store-plan';
import { isOnDisk, plansOnDisk, type TaskSettings } from '../../task/settings';
import type { TopologyDefinition } from '../../topology/definition';
import type { OpenFolder } from '../tasks/runtime-task';
import { StateDirectory } from './state-directory';
import { partitionName } from '../partition-name';

/** @throws StreamsError ERR_LMDB_MISSING if the topology has stores on disk, and cannot have them. */
export function checkEngine(definition: TopologyDefinition, settings: TaskSettings): void {
  if (plansOnDisk(definition, settings).length > 0) loadLmdb();
}

/** Global stores on disk, and how far their topics were read into them. */
export class GlobalStoresOnDisk {
  readonly #folder: StoreFolder;
  readonly #bytes: ReadonlyMap<string, DiskBytes>;
  #positions: Readonly<Record<string, number>>;

  /** `areAll`: the others are read from the beginning, and so are these then. */
  constructor(folder: StoreFolder, plans: readonly StorePlan[], areAll: boolean) {
    this.#folder = folder;
    this.#bytes = new Map(plans.map((plan) => [plan.name, folder.bytes(plan)]));
    this.#positions = folder.positions;
    if (!areAll) this.wipe();
  }

  bytes(name: string): DiskBytes | undefined {
    return this.#bytes.get(name);
  }

  /** The next record to read; undefined: the first. */
  position(partition: TopicPartition): number | undefined {
    return this.#positions[partitionName(partition)];
  }

  /** Writes what was done, with how far it is. */
  flush(positions: readonly (TopicPartition & { readonly offset: number })[]): void {
    this.#positions = Object.fromEntries(positions.map((one) => [partitionName(one), one.offset]));
    const changed = [...this.#bytes.values()].filter(({ pendingBytes }) => pendingBytes > 0);
    // One transaction, however much it is: processors of global stores may not see a record twice.
    this.#folder.write(() => {
      for (const bytes of changed) Array.from(bytes.flush(undefined));
      this.#folder.writePositions(this.#positions);
    });
  }

  wipe(): void {
    this.#positions = {};
    this.#folder.write(() => {
      for (const bytes of this.#bytes.values()) bytes.clear();
      this.#folder.writePositions({});
    });
  }
}

/** Where the stores on disk of one application are. */
export class ApplicationStores {
  readonly #directory: StateDirectory;
  readonly #settings: TaskSettings;
  readonly global: GlobalStoresOnDisk | undefined;

  /** @throws StreamsError ERR_STATE_DIRECTORY if another process uses the folder. */
  constructor(definition: TopologyDefinition, runtime: RuntimeSettings, settings: TaskSettings) {
    const deletionsMs = Number(runtime.topicConfig['delete.retention.ms'] ?? NaN);
    this.#directory = new StateDirectory(
      runtime.stateFolder,
      runtime.stateCleanupDelayMs,
      Number.isFinite(deletionsMs) ? deletionsMs : undefined,
    );
    this.#settings = settings;
    const globals = [...definition.globalStores.values()];
    const onDisk = globals.filter((plan) => isOnDisk(settings, plan));
    if (onDisk.length === 0) return;
    const folder = this.#directory.open('global', onDisk.length);
    this.global = new GlobalStoresOnDisk(folder, onDisk, onDisk.length === globals.length);
  }

  /** Tells this process from others, in the ids of transactions. */
  get processId(): string {
    return this.#directory.processId;
  }

  readonly open: OpenFolder = (taskId, all) => {
    const plans = all.filter((plan) => isOnDisk(this.#settings, plan));
    if (plans.length === 0) return undefined;
    const folder = this.#directory.open(taskId, plans.length);
    const flush = (changed: readonly Flush[]): void => folder.flush(changed);
    const write = (work: () => void): void => folder.write(work);
    return {
      flush,
      release: () => this.#directory.release(folder),
      of: (plan) => (plans.includes(plan) ? { bytes: folder.bytes(plan), flush, write } : undefined),
    };
  };

  close(): Promise<void> {
    return this.#directory.close();
  }
}
