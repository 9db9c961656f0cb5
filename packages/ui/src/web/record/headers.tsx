import type { Row } from '../../shared/api';
import { copy } from '../parts/copy';
import { Text } from '../parts/values';
import { fill, t } from '../texts';
import { asText } from './decoders';

/** Every header in its order, with those of the same name. */
export function Headers({ row, record }: { row: Row; record: string }) {
  const total = row.hTotal ?? row.h.length;
  return (
    <section class="part">
      <div class="part-head">
        <h3>{fill(t.record.headers, { n: total })}</h3>
        {total > row.h.length && <span class="muted">{fill(t.record.someHeaders, { n: row.h.length })}</span>}
      </div>
      {row.h.length > 0 && (
        <dl class="headers" key={record}>
          {row.h.map(([name, value]) => (
            <>
              <dt class="mono">
                <Text text={name} />
              </dt>
              <dd class="mono" title={asText(value)}>
                {value.as === 'null' ? (
                  <span class="muted">{t.record.nullSign}</span>
                ) : value.size === 0 ? (
                  <span class="muted">{t.record.empty}</span>
                ) : (
                  <button
                    type="button"
                    class="plain"
                    title={t.record.copyHeader}
                    onClick={() => void copy(value.text ?? '', name)}
                  >
                    <Text text={value.text ?? ''} />
                    {value.cut && '…'}
                  </button>
                )}
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  );
}
