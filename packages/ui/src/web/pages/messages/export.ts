import type { ExportRequest } from '../../../shared/api';
import { call } from '../../net/http';
import { saveFrom } from '../../record/bytes/download';

/** Saves what a scan or query finds as a file. */
export async function exportRows(request: ExportRequest): Promise<void> {
  const { url } = await call<{ url: string }>('POST', '/tickets', { kind: 'export', ...request });
  saveFrom(url);
}
