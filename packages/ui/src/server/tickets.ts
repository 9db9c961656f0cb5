import { FaultError } from '../shared/fault-error';
import type { TicketRequest } from '../shared/admin-api';
import { digest, randomSecret } from './access/secrets';

const lastsMs = 30_000;
const mostTickets = 200;

interface Ticket {
  request: TicketRequest;
  until: number;
}

/**
 * The right to one download. A browser's own download sends no header, so the secret of the session cannot be asked:
 * the ticket stands for it, once, for 30 s.
 */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  create(request: TicketRequest): string {
    for (const [key, { until }] of this.#tickets)
      if (until < this.#now() || this.#tickets.size >= mostTickets) this.#tickets.delete(key);
    const ticket = randomSecret();
    this.#tickets.set(keyOf(ticket), { request, until: this.#now() + lastsMs });
    return ticket;
  }

  /** Throws NOT_FOUND for one that was used, is too old, or never was. */
  take(ticket: string): TicketRequest {
    const found = this.#tickets.get(keyOf(ticket));
    this.#tickets.delete(keyOf(ticket));
    if (found === undefined || found.until < this.#now())
      throw FaultError.of('NOT_FOUND', 'This link was used already, or is older than 30 s');
    return found.request;
  }
}

const keyOf = (ticket: string): string => digest(ticket).toString('hex');
