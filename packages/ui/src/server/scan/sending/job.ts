import type { Budget as Limits, StreamEventName, StreamEvents } from '../../../shared/api';
import type { ReadingClients } from '../reading/clients';
import type { Kitchen } from '../reading/recipe';
import type { Stop } from '../reading/stop';

/** What a job has of its worker. */
export interface Job {
  readonly id: string;
  readonly clients: ReadingClients;
  readonly kitchen: Kitchen;
  /** What a scan may read unless its request says more. */
  readonly budget: Limits;
  readonly stop: Stop;
  /** Sends an event at once. Resolves when the next one may come. */
  readonly send: (name: StreamEventName, json: string) => Promise<void>;
  /** As `send`, for the bytes of an export. */
  readonly sendBytes: (bytes: Uint8Array) => Promise<void>;
  /** Bytes that were sent and not yet taken. */
  readonly waiting: () => number;
}

export function sendEvent<Name extends StreamEventName>(job: Job, name: Name, data: StreamEvents[Name]): Promise<void> {
  return job.send(name, JSON.stringify(data));
}
