import { useEffect, useState } from 'preact/hooks';

import { useKeys } from '../../state/keys';
import { keptList, preference } from '../../state/preferences';
import { queryCommand } from '../../format/command';
import { zone } from '../../format/zone';
import { topicOf, type Fields } from '../../kql/complete';
import { sampleFields } from '../../kql/sample';
import { Editor } from '../../kql/editor';
import { FaultLine } from '../../kql/fault-line';
import { useLanguage } from '../../kql/language';
import { faultOf } from '../../net/http';
import { can } from '../../net/session';
import { copy } from '../../parts/copy';
import { Menu } from '../../parts/menu';
import { useFollowing } from '../../parts/forms/following';
import { notify } from '../../parts/notices';
import { Empty, FaultBox, Skeleton } from '../../parts/states';
import { place, setQuery } from '../../route/router';
import { t } from '../../texts';
import { exportRows } from '../messages/export';
import { progressText } from '../messages/progress-line';
import { Explain } from './explain';
import { Result } from './result';
import { Run } from './run';

const HISTORY = 50;
const noFields: Fields = { value: [], headers: [] };

function remember(kql: string): void {
  const others = keptList(preference.queries).filter((one) => one !== kql);
  preference.queries.value = JSON.stringify([kql, ...others].slice(0, HISTORY));
}

/** Fields of the topic of the query, for completion. */
function useFields(topic: string | null): Fields {
  const [fields, setFields] = useState(noFields);
  useEffect(() => {
    if (topic === null) return setFields(noFields);
    const controller = new AbortController();
    const timer = setTimeout(() => {
      sampleFields(topic, controller.signal).then(setFields, () => setFields(noFields));
    }, 500);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [topic]);
  return fields;
}

/** KQL: a query, its answer as a table or plot, and what it would read. */
export function Query() {
  const { query } = place.value;
  const kql = query.get('kql') ?? '';
  const [text, setText] = useFollowing(kql);
  const [run] = useState(() => new Run());
  const language = useLanguage(true);
  const explain = query.get('explain') === '1';
  const parsed = language === null || text.trim() === '' ? null : language.parse(text);
  const topic = parsed?.ok === true ? parsed.query.topic.name : null;
  const fields = useFields(topicOf(text));
  const typed = parsed?.ok === false ? parsed.fault : null;
  const answered = run.reading.fault.value?.code === 'KQL' && run.text.value === text ? run.reading.fault.value : null;
  const fault = typed ?? answered;

  useEffect(() => {
    if (kql === '') return;
    remember(kql);
    void run.start({ query: kql, timezone: zone.value });
  }, [kql]);
  useEffect(() => () => run.reading.stop(), []);
  const execute = (): void => {
    if (typed !== null || text.trim() === '') return;
    if (text === kql) void run.start({ query: kql, timezone: zone.value });
    else setQuery({ kql: text });
  };
  useKeys({ r: execute, y: () => void copy(queryCommand(text), t.copy.command) });
  const save = (format: 'jsonl' | 'csv'): void => {
    exportRows({ format, query: { query: text, timezone: zone.value } }).catch((error: unknown) =>
      notify(faultOf(error).message),
    );
  };
  const history = keptList(preference.queries);
  const line = {
    running: run.reading.running.value,
    progress: run.reading.progress.value,
    done: run.reading.done.value,
    meta: run.reading.meta.value,
    queued: run.reading.queued.value,
    shown: run.rows.value.length,
    what: t.query.rows,
  };
  const untouched = run.text.value === null;
  if (!can('messages')) return <Empty title={t.query.denied} />;
  return (
    <div class="page fill query">
      <h1 class="unseen">{t.nav.query}</h1>
      <div class="query-head">
        <Editor
          id="filter"
          label={t.query.editor}
          value={text}
          onValue={setText}
          onRun={execute}
          language={language}
          fault={fault}
          fields={fields}
          whole
        />
        <div class="query-buttons">
          <button
            type="button"
            class="primary"
            title={t.query.runTitle}
            disabled={typed !== null || text.trim() === ''}
            onClick={execute}
          >
            {t.query.run}
          </button>
          <button type="button" aria-pressed={explain} onClick={() => setQuery({ explain: explain ? null : 1 }, true)}>
            {t.query.explain}
          </button>
          <Menu
            label={t.query.more}
            button="⋯"
            class="icon"
            end
            items={[
              { text: t.messages.exportJsonl, onSelect: () => save('jsonl'), disabled: parsed?.ok !== true },
              { text: t.messages.exportCsv, onSelect: () => save('csv'), disabled: parsed?.ok !== true },
              {
                text: t.messages.copyCommand,
                hint: 'y',
                onSelect: () => void copy(queryCommand(text), t.copy.command),
              },
              ...history
                .slice(0, 12)
                .map((one) => ({ text: one.replace(/\s+/g, ' ').slice(0, 80), onSelect: () => setText(one) })),
            ]}
          />
        </div>
      </div>
      {fault !== null && <FaultLine fault={fault} text={text} onFix={setText} />}
      {explain && text.trim() !== '' && typed === null && <Explain kql={text} onFix={setText} />}
      {!untouched && (
        <div class="progress-line">
          <span class="num ellipsis">{progressText(line)}</span>
          {line.running && line.progress !== null && (
            <progress max={1} value={line.progress.done} aria-label={t.progress.label} />
          )}
          <span class="grow" />
          {line.running && (
            <button type="button" onClick={() => void run.reading.cancel()}>
              {t.action.stop}
            </button>
          )}
        </div>
      )}
      {run.reading.fault.value !== null && run.reading.fault.value.code !== 'KQL' && (
        <FaultBox fault={run.reading.fault.value} onRetry={execute} />
      )}
      {line.running && run.rows.value.length === 0 && <Skeleton rows={10} />}
      {untouched ? <Examples onTake={setText} /> : <Result run={run} topic={topic} />}
    </div>
  );
}

/** What can be asked, for those who see the page first. */
function Examples({ onTake }: { onTake: (text: string) => void }) {
  return (
    <div class="examples">
      <h2>{t.query.examplesTitle}</h2>
      {t.query.examples.map(([what, example]) => (
        <button type="button" onClick={() => onTake(example!)}>
          <span>{what}</span>
          <code>{example}</code>
        </button>
      ))}
    </div>
  );
}
