import { useEffect, useState } from 'preact/hooks';

import type { ProducedRecord } from '../../../shared/admin-api';
import type { Fault, TopicView } from '../../../shared/api';
import { formatTime } from '../../format/time';
import { zone } from '../../format/zone';
import { call, faultOf, segment } from '../../net/http';
import { Field } from '../../parts/forms/fields';
import { FaultBox } from '../../parts/states';
import { DrawerFrame } from '../../record/drawer';
import { pathOf } from '../../route/match';
import { place, setQuery, url } from '../../route/router';
import { fill, t } from '../../texts';
import { parseAddress } from '../messages/filter/state';
import { draftOf, emptyDraft, emptyTyped, partitionOf, requestOf, timesOf, timestampOf, type Draft } from './draft';
import { TypedField } from './typed-field';
import { IconButton, Input } from '../../parts/forms/input';

/** A form that writes a message: from nothing, or from one that there is. */
export function Produce({ topic, view }: { topic: string; view: TopicView | null }) {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [loading, setLoading] = useState(false);
  const [sent, setSent] = useState<ProducedRecord[]>([]);
  const { query } = place.value;
  const source = parseAddress(query.get('produce'));
  const from = query.get('from') ?? topic;
  useEffect(() => {
    if (source === null) return;
    setLoading(true);
    draftOf(from, source.partition, source.offset)
      .then(setDraft, (error: unknown) => setFault(faultOf(error)))
      .finally(() => setLoading(false));
  }, [query.get('produce'), from]);

  const partitions = view?.partitions ?? null;
  const request = requestOf(draft, partitions);
  const byKey = partitionOf(draft, partitions);
  const time = timestampOf(draft);
  const put = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const close = (): void => setQuery({ produce: null, from: null }, true);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (request === null || busy || loading) return;
    setBusy(true);
    setFault(null);
    try {
      const records = await call<ProducedRecord[]>('POST', `/topics/${segment(topic)}/records`, request);
      setSent([...records.slice(-5).reverse(), ...sent].slice(0, 5));
    } catch (error) {
      setFault(faultOf(error));
    }
    setBusy(false);
  };
  return (
    <DrawerFrame label={t.produce.title} onClose={close}>
      <div class="drawer-head">
        <h2 class="title">{fill(source === null ? t.produce.to : t.produce.againTo, { topic })}</h2>
        <span class="grow" />
        <IconButton class="quiet" label={t.action.close} title={t.record.close} onClick={close}>
          ✕
        </IconButton>
      </div>
      <form
        class="drawer-body"
        // What is typed before the message is there would be lost.
        inert={loading}
        onSubmit={(event) => void send(event)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send(event);
        }}
      >
        <TypedField
          name={t.record.key}
          typed={draft.key}
          onTyped={(key) => put({ key })}
          rows={2}
          nullText={t.produce.nullKey}
        />
        <TypedField
          name={t.record.value}
          typed={draft.value}
          onTyped={(value) => put({ value })}
          rows={10}
          nullText={t.produce.tombstone}
        />
        <HeaderFields draft={draft} put={put} />
        <div class="fields">
          <Field
            label={t.produce.partition}
            hint={byKey === null || draft.partition !== '' ? '' : fill(t.produce.byKey, { p: byKey })}
          >
            <Input
              inputMode="numeric"
              placeholder={t.produce.anyPartition}
              value={draft.partition}
              onText={(text) => put({ partition: text.trim() })}
            />
          </Field>
          <Field
            label={fill(t.produce.time, { zone: zone.value })}
            fault={time === null ? t.messages.noTime : null}
            hint={time === undefined ? '' : `= ${formatTime(time!, zone.value)}`}
          >
            <Input placeholder={t.produce.timeHint} value={draft.time} onText={(text) => put({ time: text })} />
          </Field>
          <Field label={t.produce.times} fault={timesOf(draft) === null ? t.produce.wrong.times : null}>
            <Input inputMode="numeric" value={draft.times} onText={(text) => put({ times: text.trim() })} />
          </Field>
        </div>
        {fault !== null && <FaultBox fault={fault} />}
        <div class="buttons">
          <button
            type="submit"
            class="primary"
            disabled={request === null || busy || loading}
            title={t.produce.sendTitle}
          >
            {t.produce.send}
          </button>
        </div>
        <div role="status" class="sent">
          {sent.map(({ partition, offset }) => (
            <p class="state ok">
              {t.produce.sent}{' '}
              <a class="mono" href={url(pathOf('topics', topic, 'messages', partition, offset))}>
                {partition}:{offset}
              </a>
            </p>
          ))}
        </div>
      </form>
    </DrawerFrame>
  );
}

function HeaderFields({ draft, put }: { draft: Draft; put: (change: Partial<Draft>) => void }) {
  const { headers } = draft;
  const change = (at: number, header: Partial<Draft['headers'][number]>): void =>
    put({ headers: headers.map((one, index) => (index === at ? { ...one, ...header } : one)) });
  return (
    <section>
      <div class="part-head">
        <h3>{fill(t.record.headers, { n: headers.length })}</h3>
        <span class="grow" />
        <button type="button" onClick={() => put({ headers: [...headers, { name: '', value: emptyTyped() }] })}>
          {t.produce.addHeader}
        </button>
      </div>
      {headers.map(({ name, value }, at) => (
        <div class="header-fields">
          <Input
            aria-label={fill(t.produce.headerName, { n: at + 1 })}
            placeholder={t.create.name}
            value={name}
            onText={(text) => change(at, { name: text })}
          />
          <Input
            aria-label={fill(t.produce.headerValue, { n: at + 1 })}
            placeholder={value.isNull ? 'null' : value.as === 'utf8' ? t.configs.value : value.as}
            disabled={value.isNull}
            value={value.isNull ? '' : value.data}
            onText={(text) => change(at, { value: { ...value, data: text } })}
          />
          <label class="check-field">
            <input
              type="checkbox"
              checked={value.isNull}
              onChange={(event) => change(at, { value: { ...value, isNull: event.currentTarget.checked } })}
            />
            null
          </label>
          <IconButton
            label={t.create.remove}
            onClick={() => put({ headers: headers.filter((_, index) => index !== at) })}
          >
            ✕
          </IconButton>
        </div>
      ))}
    </section>
  );
}
