/** The connections of kafkajs. */
import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { until } from '../until';

export class Sockets {
  readonly #ending = new Set<net.Socket>();

  readonly factory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = net.connect({ host, port }, onConnect);
    const end = socket.end.bind(socket) as (...rest: unknown[]) => net.Socket;
    socket.end = (...rest: unknown[]) => {
      this.#ending.add(socket);
      return end(...rest);
    };
    socket.once('close', () => this.#ending.delete(socket));
    return socket;
  };

  /** Resolves when those that were told to end have ended. */
  ended(): Promise<void> {
    return until(() => this.#ending.size === 0);
  }
}
