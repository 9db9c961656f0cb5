/** What went wrong, and the status of the response that carries it. */
export const statusOf = {
  BAD_REQUEST: 400,
  NO_SESSION: 401,
  WRONG_ORIGIN: 403,
  READ_ONLY: 403,
  DENIED: 403,
  NOT_AUTHORIZED: 403,
  NOT_FOUND: 404,
  WRONG_METHOD: 405,
  CONFLICT: 409,
  PLAN_CHANGED: 409,
  STALE_CURSOR: 409,
  TOO_LARGE: 413,
  NOT_JSON: 415,
  WRONG_HOST: 421,
  KQL: 422,
  BUSY: 429,
  INTERNAL: 500,
  UNSUPPORTED: 501,
  BROKER: 502,
  LIMIT: 503,
  TIMEOUT: 504,
} as const;

export type Code = keyof typeof statusOf;

/** The one shape of an error: `{ error: Fault, requestId }` with every status from 400 on. */
export interface Fault {
  code: Code;
  message: string;
  hint?: string;
  /** The field or parameter that was wrong. */
  field?: string;
  /** Of a query: from and to, in UTF-16 units. */
  at?: [from: number, to: number];
  fix?: { at: [from: number, to: number]; text: string };
  /** The code of a KafkaError. */
  kafka?: string;
  retriable: boolean;
  parts?: { what: string; fault: Fault }[];
}

export interface FaultBody {
  error: Fault;
  requestId: string;
}
