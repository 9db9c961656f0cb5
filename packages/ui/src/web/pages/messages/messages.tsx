import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { Row, TopicView } from '../../../shared/api';
import { useKeys } from '../../state/keys';
import { usePageActions } from '../../state/page-actions';
import { broad, narrow } from '../../state/screen';
import { fieldsOf } from '../../kql/complete';
import { faultOf } from '../../net/http';
import { notify, speak } from '../../parts/notices';
import { Grid } from '../../parts/grid/grid';
import { Empty, FaultBox, Skeleton } from '../../parts/states';
import { wordsOf } from '../../parts/values';
import { Drawer } from '../../record/drawer';
import { go, place, setQuery, withQuery } from '../../route/router';
import { fill, t } from '../../texts';
import { card, columnsFor, isGapItem, keyOfItem, withGaps, type Item } from './columns';
import { exportRows } from './export';
import { copyCommand, FilterBar, TailButton, toggleTail } from './filter/filter-bar';
import { change } from './filter/mode-fields';
import { ProgressLine, progressText } from './progress-line';
import { Scan } from './scan';
import {
  comesAscending,
  isAscending,
  isComplete,
  readState,
  scanRequests,
  tailRequest,
  type State,
} from './filter/state';
import { Tail } from './tail';
import { TailLine } from './tail-line';

/** A cursor that is longer stands in the history, not in the address. */
const CURSOR_IN_ADDRESS = 1500;

const noRows: readonly Row[] = [];

function useScan(state: State): { scan: Scan; refresh: () => void; goOn: (cursor: string) => void } {
  const [scan] = useState(() => new Scan());
  const [turn, setTurn] = useState(0);
  const requests = state.mode === 'tail' || !isComplete(state) ? [] : scanRequests(state);
  const question = JSON.stringify(requests) + state.direction;
  const ascending = isAscending(state);
  useEffect(() => {
    if (requests.length === 0) return scan.reading.stop();
    void scan.start(
      requests.map((request) => [request, { ascending, comesAscending: comesAscending(request, state.direction) }]),
    );
  }, [question, turn]);
  useEffect(() => () => scan.reading.stop(), []);
  return {
    scan,
    refresh: () => setTurn((old) => old + 1),
    goOn: (cursor) => {
      const { offset: _offset, time: _time, ...last } = requests.at(-1)!;
      void scan.start(
        [
          [
            { ...last, mode: 'cursor', cursor },
            { ascending, comesAscending: ascending },
          ],
        ],
        true,
      );
    },
  };
}

function useTail(state: State): Tail | null {
  const isTail = state.mode === 'tail';
  const [tail, setTail] = useState<Tail | null>(null);
  const question = JSON.stringify(tailRequest(state));
  useEffect(() => {
    if (!isTail) return setTail(null);
    const made = new Tail();
    setTail(made);
    return () => made.close();
  }, [isTail]);
  useEffect(() => tail?.start(tailRequest(state)), [tail, question]);
  return tail;
}

/** The messages of a topic: a list, and one of them in the drawer. */
export function Messages({
  topic,
  view,
  params,
}: {
  topic: string;
  view: TopicView | null;
  params: Record<string, string>;
}) {
  const state = readState(topic, place.value, params);
  const { scan, refresh, goOn } = useScan(state);
  const tail = useTail(state);
  const rows = tail === null ? (state.mode === 'tail' ? noRows : scan.rows.value) : tail.rows.value;
  const ascending = isAscending(state);
  const onePartition = state.partitions?.length === 1 || state.around !== null || view?.partitions === 1;
  const showsGaps = onePartition && state.text === '' && state.where === '' && tail === null;
  const items = useMemo<readonly Item[]>(
    () => (showsGaps ? withGaps(rows, ascending) : rows),
    [rows, showsGaps, ascending],
  );
  const words = useMemo(() => wordsOf(state.text), [state.text]);
  const fields = useMemo(() => fieldsOf(rows.slice(0, 100)), [rows.length > 0 ? rows[0] : null]);
  const fault = tail === null ? scan.reading.fault.value : tail.fault.value;
  const done = scan.reading.done.value;
  const open = state.open;
  const columns = columnsFor(words, broad.value && open !== null);
  const selected = open === null ? null : `${open.partition}:${open.offset}`;
  const known = rows.find((row) => open !== null && row.p === open.partition && row.o === open.offset) ?? null;

  const openItem = (item: Item | undefined): void => {
    if (item === undefined || isGapItem(item)) return;
    go(withQuery({ open: `${item.p}:${item.o}` }), { replace: open !== null, state: { ...place.peek().state } });
  };
  const lastOpened = useRef<string | null>(null);
  if (selected !== null) lastOpened.current = selected;
  const close = (): void => {
    const query = new URLSearchParams(place.peek().query);
    // At the address of a message an empty `open` says that its drawer is shut.
    if (state.around === null) query.delete('open');
    else query.set('open', '');
    go(`${place.peek().path}${query.size > 0 ? `?${query}` : ''}`, { replace: true, state: { ...place.peek().state } });
    setTimeout(() => document.querySelector<HTMLElement>('.messages [role=row][tabindex="0"]')?.focus());
  };
  const step = (by: 1 | -1): void => {
    let at = items.findIndex((item) => keyOfItem(item) === selected) + by;
    while (items[at] !== undefined && isGapItem(items[at]!)) at += by;
    openItem(items[at]);
  };
  const turnTo = (cursor: string, direction: 'older' | 'newer'): void => {
    const isLong = cursor.length > CURSOR_IN_ADDRESS;
    const to = withQuery({ c: isLong ? null : cursor, dir: direction === 'newer' ? 'newer' : null, open: null });
    go(to, isLong ? { state: { c: cursor } } : {});
  };
  const idle = tail === null && !scan.reading.running.value && done !== null;
  const onward = done === null ? null : ascending ? done.newer : done.older;
  const canGoOn = idle && onward !== null && done.reason !== 'page' && done.reason !== 'end';
  const onOlder = idle && done.older !== null ? () => turnTo(done.older!, 'older') : null;
  const onNewer = idle && done.newer !== null ? () => turnTo(done.newer!, 'newer') : null;
  const save = (format: 'jsonl' | 'csv'): void => {
    const request = scanRequests({ ...state, mode: state.mode === 'tail' ? 'newest' : state.mode })[0]!;
    exportRows({ format, scan: request }).catch((error: unknown) => notify(faultOf(error).message));
  };

  useKeys({
    r: refresh,
    t: () => toggleTail(state),
    y: () => void copyCommand(state),
    '[': () => onNewer?.(),
    ']': () => onOlder?.(),
    ' ': tail === null ? undefined : () => tail.togglePause(),
  });
  usePageActions(
    [
      { text: t.messages.tail, run: () => toggleTail(state) },
      { text: t.messages.copyCommand, run: () => void copyCommand(state) },
      { text: t.messages.exportJsonl, run: () => save('jsonl') },
      { text: t.messages.exportCsv, run: () => save('csv') },
    ],
    place.value.path + place.value.query.toString(),
  );

  const line = {
    running: scan.reading.running.value,
    progress: scan.reading.progress.value,
    done,
    meta: scan.reading.meta.value,
    queued: scan.reading.queued.value,
    shown: rows.length,
    what: t.messages.whats[state.mode],
  };
  const said = tail === null && !line.running && done !== null ? progressText(line) : '';
  useEffect(() => {
    if (said !== '') speak(said);
  }, [said]);
  const heldText = tail === null || tail.held.value === 0 ? '' : fill(t.tail.held, { n: tail.held.value });
  useEffect(() => {
    if (heldText !== '') speak(heldText);
  }, [heldText]);

  const empty = items.length === 0 && (tail !== null || (!scan.reading.running.value && fault === null));
  return (
    <div class="messages">
      <FilterBar state={state} topic={view} fields={fields} fault={fault} onExport={save} />
      {tail !== null ? (
        <TailLine tail={tail} topic={topic} />
      ) : (
        <ProgressLine
          {...line}
          idle={!isComplete(state)}
          onStop={() => void scan.reading.cancel()}
          onGoOn={canGoOn ? () => goOn(onward) : null}
          onOlder={onOlder}
          onNewer={onNewer}
        />
      )}
      <div class="split">
        <div class="list">
          {fault !== null && fault.code !== 'KQL' && <FaultBox fault={fault} onRetry={refresh} />}
          {heldText !== '' && (
            <button
              type="button"
              class="held"
              onClick={() => document.querySelector('.messages .grid')?.scrollTo({ top: 0 })}
            >
              {heldText}
            </button>
          )}
          {scan.untouched.value && scan.reading.running.value && tail === null && <Skeleton rows={20} />}
          {items.length > 0 && (
            <Grid
              label={t.messages.list}
              columns={columns}
              count={items.length}
              at={(index) => items[index]}
              keyOf={keyOfItem}
              card={card(words)}
              selected={selected}
              onOpen={openItem}
              stale={tail === null && scan.reading.stale.value}
              rowClass={rowClass}
              onAway={(away) => tail?.hold(away)}
            />
          )}
          {empty && <Nothing state={state} done={done !== null} canGoOn={canGoOn} />}
        </div>
        {open !== null && (
          <Drawer
            key={topic}
            topic={topic}
            partition={open.partition}
            offset={open.offset}
            row={known}
            isolation={state.isolation}
            decode={{ key: state.key, value: state.value }}
            onClose={close}
            onStep={step}
          />
        )}
      </div>
      {narrow.value && (
        <div class="actions-bar">
          <TailButton state={state} />
          <button type="button" onClick={() => setQuery({ produce: 1 })}>
            {t.produce.title}
          </button>
          <span class="grow" />
          <button type="button" disabled={onNewer === null} onClick={() => onNewer?.()}>
            ‹ {t.progress.newer}
          </button>
          <button type="button" disabled={onOlder === null} onClick={() => onOlder?.()}>
            {t.progress.older} ›
          </button>
        </div>
      )}
    </div>
  );
}

const rowClass = (item: Item): string => (isGapItem(item) ? 'gap' : item.v.as === 'null' ? 'tombstone' : '');

/** Why the list is empty, and what to do. */
function Nothing({ state, done, canGoOn }: { state: State; done: boolean; canGoOn: boolean }) {
  if (state.mode === 'tail') return <Empty title={t.messages.tailEmpty} />;
  if (!isComplete(state))
    return <Empty title={state.mode.endsWith('time') ? t.messages.needsTime : t.messages.needsOffset} />;
  if (!done) return null;
  if (canGoOn) return <Empty title={t.messages.nothingYet} />;
  const filtered = state.text !== '' || state.where !== '';
  const limited = filtered || state.partitions !== null || state.mode !== 'newest';
  return (
    <Empty title={filtered ? t.messages.nothingFits : t.messages.nothingHere}>
      {limited && (
        <button
          type="button"
          onClick={() => change({ q: null, where: null, p: null, mode: null, offset: null, time: null })}
        >
          {t.messages.showAll}
        </button>
      )}
    </Empty>
  );
}
