import { useEffect, useRef, useState } from 'preact/hooks';

import type { Decoder, Fault, Part } from '../../shared/api';
import { bytes } from '../format/number';
import { faultOf, isAbort } from '../net/http';
import { copy } from '../parts/copy';
import { Select } from '../parts/forms/fields';
import { FaultBox } from '../parts/states';
import { fill, t } from '../texts';
import { asText, canLoadWhole, decoderOptions, isStructured, type Choice } from './decoders';
import { download } from './bytes/download';
import { HexView } from './bytes/hex-view';
import { JsonView } from './json/json-view';
import { TextView } from './text-view';
import { loadWhole, WHOLE_BYTES, type Whole } from './bytes/whole';

interface Props {
  name: string;
  part: Part;
  /** Of the record, below the API. */
  record: string;
  /** `key`, `value` or `header:N`. */
  which: string;
  choice?: Choice;
  onChoice?: (choice: Choice) => void;
  /** Lists the messages that fulfil a condition. */
  onFilter?: (condition: string) => void;
  /** Key `c` copies it. */
  onCopy?: (copy: () => void) => void;
}

/** A key or value of a message: what it was read as, and its text. */
export function PartView({ name, part, record, which, choice, onChoice, onFilter, onCopy }: Props) {
  const [whole, setWhole] = useState<Whole | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [loading, setLoading] = useState(false);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => {
    setWhole(null);
    setFault(null);
    setLoading(false);
    return () => controller.current?.abort();
  }, [record, which, part.as]);

  const load = async (): Promise<Whole | null> => {
    if (whole !== null) return whole;
    if (!canLoadWhole(part)) return null;
    controller.current?.abort();
    controller.current = new AbortController();
    setLoading(true);
    try {
      const found = await loadWhole(`${record}/bytes?part=${which}`, part.size, part.as, controller.current.signal);
      setWhole(found);
      return found;
    } catch (error) {
      if (!isAbort(error)) setFault(faultOf(error));
      return null;
    } finally {
      setLoading(false);
    }
  };
  const offersWhole = part.cut === true && whole === null && canLoadWhole(part) && part.size <= WHOLE_BYTES;
  const copyAll = async (): Promise<void> => {
    const text = offersWhole ? (await load())?.text : (whole?.text ?? part.text);
    await copy(text ?? '', name);
  };
  onCopy?.(() => void copyAll());

  return (
    <section class="part">
      <div class="part-head">
        <h3>{name}</h3>
        {choice !== undefined && onChoice !== undefined ? (
          <Select
            class="quiet"
            label={fill(t.record.decoder, { name })}
            value={choice}
            options={decoderOptions(asText(part))}
            onValue={(value: Decoder | 'auto') => onChoice(value)}
          />
        ) : (
          <span class="muted">{asText(part)}</span>
        )}
        <span class="muted">{bytes(part.size)}</span>
        <span class="grow" />
        {part.size > 0 && (
          <>
            <button type="button" class="quiet" onClick={() => void copyAll()}>
              {t.action.copy}
            </button>
            <button
              type="button"
              class="quiet"
              title={t.record.rawTitle}
              onClick={() => void download(record, which).catch((error: unknown) => setFault(faultOf(error)))}
            >
              {t.record.raw}
            </button>
          </>
        )}
      </div>
      {part.tried?.map(([decoder, why]) => (
        <p class="warn">{fill(t.record.tried, { decoder, why })}</p>
      ))}
      {fault !== null && <FaultBox fault={fault} />}
      <Body part={part} whole={whole} onFilter={onFilter} />
      {part.cut && whole === null && (
        <p class="part-cut">
          <span class="muted">{fill(t.record.cut, { size: bytes(part.size) })}</span>{' '}
          {offersWhole ? (
            <button type="button" disabled={loading} onClick={() => void load()}>
              {loading ? t.record.loading : t.record.loadWhole}
            </button>
          ) : (
            <span class="muted">{t.record.onlyDownload}</span>
          )}
        </p>
      )}
    </section>
  );
}

function Body({ part, whole, onFilter }: Pick<Props, 'part' | 'onFilter'> & { whole: Whole | null }) {
  if (part.as === 'null') return <p class="muted">{t.record.null}</p>;
  if (part.size === 0) return <p class="muted">{t.record.empty}</p>;
  const text = whole?.text ?? part.text ?? '';
  if (part.as === 'hex') return <HexView digits={text} />;
  if (isStructured(part)) return <JsonView source={text} printed={whole?.printed} onFilter={onFilter} />;
  return <TextView text={text} />;
}
