import type { TicketRequest } from '../../shared/admin-api';
import { ByteStream } from '../http/byte-stream';
import { object, optional, type Schema } from '../input/schema';
import { int64, oneOf, partitionNumber, topicName, whole } from '../input/values';
import { route, type Call, type Route, type RouteTools } from '../route';
import type { Services } from '../services';
import { attachment } from '../static/headers';
import { checkExport, exportFields, part } from './scan-bodies';

const bytesFields = {
  topic: topicName,
  partition: partitionNumber,
  offset: int64(),
  part,
  from: optional(whole(0, Number.MAX_SAFE_INTEGER)),
  length: optional(whole(1, Number.MAX_SAFE_INTEGER)),
};

const ofBytes = object({ kind: oneOf(['bytes']), ...bytesFields });
const ofExport = object({ kind: oneOf(['export']), ...exportFields });

const ticketBody: Schema<TicketRequest> = (value, at) => {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (kind === 'bytes') return ofBytes(value, at);
  const request = ofExport(value, at);
  checkExport(request);
  return request;
};

/** What the browser saves a ticket's download as. */
function nameOf(request: TicketRequest): string {
  if (request.kind === 'bytes') {
    const { topic, partition, offset, part: which } = request;
    return `${topic}-${partition}-${offset}-${which}.bin`;
  }
  return `${request.scan?.topic ?? 'query'}.${request.format}`;
}

export function downloadRoutes({ tickets, pool, facts }: Services): Route[] {
  async function download(
    { path, signal }: Call,
    { end, breakOff }: Pick<RouteTools, 'end' | 'breakOff'>,
  ): Promise<Response> {
    const request = tickets.take(path.ticket!);
    const gone = new AbortController();
    const both = AbortSignal.any([signal, gone.signal]);
    const stream = new ByteStream(() => gone.abort(), breakOff);
    await stream.serve(async (sink) => {
      try {
        if (request.kind === 'bytes') await pool.writePart(request, sink, both);
        else await pool.exportRows(request, sink, both);
      } finally {
        end();
      }
    });
    return new Response(stream.body, { headers: attachment(nameOf(request)) });
  }

  return [
    route({
      method: 'POST',
      path: '/tickets',
      access: 'messages',
      asks: 'nothing',
      body: ticketBody,
      answer: ({ body }) => ({ url: `${facts.basePath}/api/v1/download/${tickets.create(body)}` }),
    }),
    route({ method: 'GET', path: '/download/:ticket', access: 'open', lasts: download }),
  ];
}
