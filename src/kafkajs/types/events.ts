export type ValueOf<T> = T[keyof T];

export interface InstrumentationEvent<T> {
  id: string;
  type: string;
  timestamp: number;
  payload: T;
}

export type RemoveInstrumentationEventListener<_T> = () => void;

export type ConnectEvent = InstrumentationEvent<null>;
export type DisconnectEvent = InstrumentationEvent<null>;

/** Never emitted: librdkafka does not report requests. */
export type RequestEvent = InstrumentationEvent<{
  apiKey: number;
  apiName: string;
  apiVersion: number;
  broker: string;
  clientId: string;
  correlationId: number;
  createdAt: number;
  duration: number;
  pendingDuration: number;
  sentAt: number;
  size: number;
}>;

/** Never emitted: librdkafka does not report requests. */
export type RequestTimeoutEvent = InstrumentationEvent<{
  apiKey: number;
  apiName: string;
  apiVersion: number;
  broker: string;
  clientId: string;
  correlationId: number;
  createdAt: number;
  pendingDuration: number;
  sentAt: number;
}>;

/** Never emitted: librdkafka does not report requests. */
export type RequestQueueSizeEvent = InstrumentationEvent<{
  broker: string;
  clientId: string;
  queueSize: number;
}>;

/** The payloads of events that each kind of client has, by the key in `events`. */
export interface CommonEvents {
  CONNECT: ConnectEvent;
  DISCONNECT: DisconnectEvent;
  REQUEST: RequestEvent;
  REQUEST_TIMEOUT: RequestTimeoutEvent;
  REQUEST_QUEUE_SIZE: RequestQueueSizeEvent;
}

/** The event with this name. */
type EventNamed<Names, Events, Name> = {
  [Key in keyof Names & keyof Events]: Names[Key] extends Name ? Events[Key] : never;
}[keyof Names & keyof Events];

/** `on` of a client: its event names by key, and the event of each. */
export interface On<Names extends Record<keyof Events, string>, Events> {
  <Name extends Names[keyof Names]>(
    eventName: Name,
    listener: (event: EventNamed<Names, Events, Name>) => void,
  ): RemoveInstrumentationEventListener<Name>;
  (
    eventName: Names[keyof Names],
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    listener: (event: InstrumentationEvent<any>) => void,
  ): RemoveInstrumentationEventListener<Names[keyof Names]>;
}
