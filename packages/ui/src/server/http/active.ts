/** The requests that are answered at present. Each has a signal that ends it early. */
export class ActiveRequests {
  readonly #controllers = new Set<AbortController>();
  readonly #stopping = new AbortController();

  /** Aborts when the server begins to stop: streams say so to their readers. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** A request begins. `client` aborts when its client has gone; `deadlineMs` null: it may last. */
  open(client: AbortSignal, deadlineMs: number | null): ActiveRequest {
    const controller = new AbortController();
    const abort = (): void => controller.abort(client.reason);
    if (client.aborted) abort();
    else client.addEventListener('abort', abort, { once: true });
    const timer =
      deadlineMs === null
        ? undefined
        : setTimeout(() => controller.abort(new DOMException('deadline', 'TimeoutError')), deadlineMs);
    this.#controllers.add(controller);
    return {
      signal: controller.signal,
      abort: () => controller.abort(),
      end: () => {
        clearTimeout(timer);
        client.removeEventListener('abort', abort);
        this.#controllers.delete(controller);
      },
    };
  }

  get count(): number {
    return this.#controllers.size;
  }

  /** Ends all: streams with their last event, then the work of every request. */
  stop(): void {
    this.#stopping.abort();
    for (const controller of this.#controllers) controller.abort();
  }
}

export interface ActiveRequest {
  readonly signal: AbortSignal;
  abort(): void;
  /** The request was answered. */
  end(): void;
}
