import type { StreamEventName, StreamEvents } from '../../shared/api';
import { EventParser } from './event-parser';
import { connectionLost, send } from './http';

export type StreamHandlers = { [Name in StreamEventName]?: (data: StreamEvents[Name]) => void };

/** Reads a stream to its end. Rejects with a RequestError, or with an AbortError once the signal is aborted. */
export async function readStream(path: string, body: unknown, on: StreamHandlers, signal: AbortSignal): Promise<void> {
  const response = await send('POST', path, body, signal);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser((name, data) => {
    const handler = on[name as StreamEventName] as ((data: unknown) => void) | undefined;
    handler?.(JSON.parse(data));
  });
  for (;;) {
    const part = await reader.read().catch((error: unknown) => {
      throw connectionLost(error);
    });
    if (part.done) return;
    parser.push(part.value);
  }
}
