import { base, call } from '../../net/http';

/** Fetches by a link, as browsers save files: the ticket in it is used once. */
export function saveFrom(address: string): void {
  const link = document.createElement('a');
  link.href = new URL(address, `${location.origin}${base}/`).href;
  link.setAttribute('download', '');
  document.body.append(link);
  link.click();
  link.remove();
}

/** Saves the bytes of a part of a record. `record` is its path below the API. */
export async function download(record: string, part: string): Promise<void> {
  const [, topic, partition, offset] = /^\/topics\/([^/]+)\/records\/(\d+)\/(-?\d+)$/.exec(record)!;
  const bytes = { topic: decodeURIComponent(topic!), partition: Number(partition), offset, part };
  const { url } = await call<{ url: string }>('POST', '/tickets', { kind: 'bytes', ...bytes });
  saveFrom(url);
}
