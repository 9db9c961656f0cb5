import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Gap, Row } from '../../shared/api';
import { useKeys } from '../state/keys';
import { broad } from '../state/screen';
import { commandOfMessage } from '../format/command';
import { kqlString } from '../format/quoting';
import { queryOf, segment } from '../net/http';
import { useResource } from '../net/resource';
import { can } from '../net/session';
import { copy } from '../parts/copy';
import { Num, Text, Time } from '../parts/values';
import { Empty, FaultBox, Skeleton } from '../parts/states';
import { pathOf } from '../route/match';
import { go, place, url, withQuery } from '../route/router';
import { fill, t } from '../texts';
import { deadLetterOf } from './dead-letter';
import type { Choice } from './decoders';
import { Headers } from './headers';
import { PartView } from './part-view';
import { IconButton } from '../parts/forms/input';

interface Props {
  topic: string;
  partition: number;
  offset: string;
  /** What the list knows of it. */
  row: Row | null;
  isolation: 'committed' | 'uncommitted';
  decode: { key: Choice; value: Choice };
  onClose: () => void;
  /** To the row above or below. */
  onStep: (by: 1 | -1) => void;
}

const isGap = (record: Row | Gap): record is Gap => 'gap' in record;

/** One message beside its list, over it, or instead of it, by the width of the screen. */
export function Drawer(props: Props) {
  const { topic, partition, offset, isolation, onClose, onStep } = props;
  const [decode, setDecode] = useState(props.decode);
  useEffect(() => setDecode(props.decode), [props.decode.key, props.decode.value]);
  const record = `/topics/${segment(topic)}/records/${partition}/${offset}`;
  const chosen = (choice: Choice): string | null => (choice === 'auto' ? null : choice);
  const query = queryOf({
    isolation: isolation === 'uncommitted' ? isolation : null,
    decodeKey: chosen(decode.key),
    decodeValue: chosen(decode.value),
  });
  const found = useResource<Row | Gap>(record + query);
  const isOther = found.data !== null && !isGap(found.data) && (found.data.o !== offset || found.data.p !== partition);
  const fresh = found.data === null || isOther || (found.stale && isGap(found.data)) ? null : found.data;
  const shown = fresh ?? props.row;
  const copyValue = useRef<() => void>(() => undefined);
  useKeys({ Escape: onClose, c: () => copyValue.current() });

  const title = `${partition}:${offset}`;
  return (
    <DrawerFrame label={fill(t.record.title, { title })} onClose={onClose}>
      <div class="drawer-head">
        <h2>
          <a
            class="mono title"
            href={url(pathOf('topics', topic, 'messages', partition, offset))}
            title={t.record.address}
          >
            <Num value={partition} /> : <Num value={offset} />
          </a>
        </h2>
        <span class="grow" />
        <IconButton class="quiet" label={t.record.previous} onClick={() => onStep(-1)}>
          ↑
        </IconButton>
        <IconButton class="quiet" label={t.record.next} onClick={() => onStep(1)}>
          ↓
        </IconButton>
        <IconButton class="quiet" label={t.action.close} title={t.record.close} onClick={onClose}>
          ✕
        </IconButton>
      </div>
      <div class="drawer-body">
        {found.fault !== null && <FaultBox fault={found.fault} onRetry={found.refresh} />}
        {shown === null && found.fault === null && <Skeleton rows={6} />}
        {shown !== null && isGap(shown) && (
          <Empty title={fill(t.record.gap, { offset })}>
            <p class="muted">{shown.why}</p>
            {shown.next !== null && (
              <a href={url(pathOf('topics', topic, 'messages', partition, shown.next))}>
                {fill(t.record.nextOffset, { offset: shown.next })}
              </a>
            )}
          </Empty>
        )}
        {shown !== null && !isGap(shown) && (
          <>
            <p class="record-time">
              <Time ms={shown.t} kind={shown.tt} />
              <span class="muted">
                {shown.tt === 'append' ? t.record.append : shown.tt === 'create' ? t.record.create : ''}
                {shown.late ? ` · ${t.record.late}` : ''}
              </span>
            </p>
            <PartView
              name={t.record.key}
              part={shown.k}
              record={record}
              which="key"
              choice={decode.key}
              onChoice={(key) => setDecode({ ...decode, key })}
            />
            <PartView
              name={t.record.value}
              part={shown.v}
              record={record}
              which="value"
              choice={decode.value}
              onChoice={(value) => setDecode({ ...decode, value })}
              onCopy={(act) => (copyValue.current = act)}
              onFilter={(condition) => filterBy(topic, condition)}
            />
            <Headers row={shown} record={record} />
            <RecordActions topic={topic} row={shown} />
          </>
        )}
      </div>
    </DrawerFrame>
  );
}

/** A condition of KQL for messages with the same key, where the key is a text or a number. */
function sameKey({ k }: Row): string | null {
  if (k.cut === true || k.text === undefined) return null;
  if (k.as === 'text') return `key = ${kqlString(k.text)}`;
  return /^u?int\d/.test(k.as) ? `key = ${k.text}` : null;
}

/** Lists the messages that fulfil this, besides what they fulfil already. */
function filterBy(topic: string, condition: string): void {
  const where = place.peek().query.get('where');
  const both = where === null ? condition : `${/\bor\b/i.test(where) ? `(${where})` : where} and ${condition}`;
  go(`${pathOf('topics', topic, 'messages')}?where=${segment(both)}`);
}

function RecordActions({ topic, row }: { topic: string; row: Row }) {
  const source = deadLetterOf(topic, row);
  const condition = sameKey(row);
  return (
    <div class="record-actions">
      <button type="button" onClick={() => void copy(commandOfMessage(topic, row.p, row.o), t.copy.command)}>
        {t.record.asCommand}
      </button>
      {condition !== null && (
        <a
          class="button"
          title={t.record.sameKeyTitle}
          href={`${url(pathOf('topics', topic, 'messages'))}?p=${row.p}&where=${segment(condition)}`}
        >
          {t.record.sameKey}
        </a>
      )}
      {can('produce') && (
        <a class="button" href={url(withQuery({ produce: `${row.p}:${row.o}`, open: null }))} data-keep-scroll>
          {t.record.again}
        </a>
      )}
      {can('produce') && source !== null && (
        <a
          class="button"
          href={`${url(pathOf('topics', source, 'messages'))}?produce=${row.p}:${row.o}&from=${segment(topic)}`}
        >
          {t.record.backTo} <Text text={source} />
        </a>
      )}
    </div>
  );
}

/** Beside the list it is a region; over the list it keeps the focus inside. */
export function DrawerFrame(props: { label: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const beside = broad.value;
  useEffect(() => {
    if (beside) return;
    const element = dialog.current!;
    const before = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [beside]);
  if (beside)
    return (
      <aside class="drawer" aria-label={props.label}>
        {props.children}
      </aside>
    );
  return (
    <dialog
      ref={dialog}
      class="drawer over"
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      {props.children}
    </dialog>
  );
}
