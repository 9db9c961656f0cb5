import { useEffect, useState } from 'preact/hooks';

import type { Fault } from '../../../../shared/api';
import type { Fields } from '../../../kql/complete';
import { Editor } from '../../../kql/editor';
import { FaultLine } from '../../../kql/fault-line';
import { useLanguage } from '../../../kql/language';
import { Choice, Search } from '../../../parts/forms/fields';
import { useFollowing } from '../../../parts/forms/following';
import { t } from '../../../texts';
import { change } from './mode-fields';
import type { State } from './state';

/** Words, or a condition of KQL. The switch takes what was typed along where it can. */
export function FilterField({ state, fields, fault }: { state: State; fields: Fields; fault: Fault | null }) {
  const [isKql, setIsKql] = useState(state.where !== '');
  useEffect(() => {
    if (state.where !== '') setIsKql(true);
    else if (state.text !== '') setIsKql(false);
  }, [state.where, state.text]);
  const choose = (kind: 'text' | 'kql'): void => {
    setIsKql(kind === 'kql');
    change({ q: null, where: null });
    setTimeout(() => document.getElementById('filter')?.focus());
  };
  return (
    <div class="filter">
      <Choice
        label={t.messages.filterKind}
        value={isKql ? 'kql' : 'text'}
        options={[
          ['text', t.messages.text],
          ['kql', t.messages.kql],
        ]}
        onValue={choose}
      />
      {isKql ? (
        <Condition state={state} fields={fields} fault={fault} />
      ) : (
        <Search
          id="filter"
          class="grow"
          label={t.messages.filterText}
          wait={400}
          value={state.text}
          onValue={(q) => change({ q, where: null })}
        />
      )}
    </div>
  );
}

function Condition({ state, fields, fault }: { state: State; fields: Fields; fault: Fault | null }) {
  const [text, setText] = useFollowing(state.where);
  const language = useLanguage(true);
  const parsed = language === null || text.trim() === '' ? null : language.parseCondition(text);
  const typed = parsed?.ok === false ? parsed.fault : null;
  const told = typed ?? (fault?.code === 'KQL' && text === state.where ? fault : null);
  const run = (): void => {
    if (typed === null) change({ where: text.trim(), q: null });
  };
  return (
    <div class="grow condition">
      <Editor
        id="filter"
        label={t.messages.filterKql}
        value={text}
        onValue={setText}
        onRun={run}
        language={language}
        fault={told}
        fields={fields}
        whole={false}
      />
      {told !== null && (
        <div class="under">
          <FaultLine fault={told} text={text} onFix={setText} />
        </div>
      )}
    </div>
  );
}
