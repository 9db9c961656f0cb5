import { useEffect, useRef, useState } from 'preact/hooks';

import type { Fault } from '../../shared/api';
import { t } from '../texts';
import { atTopic, completions, isInString, wordAt, type Completion, type Fields } from './complete';
import { topicNames } from './sample';
import { Backdrop, placeOf } from './backdrop';
import { kqlName } from '../format/quoting';
import type { Language } from './language';

interface EditorProps {
  label: string;
  value: string;
  onValue: (text: string) => void;
  /** Enter of a line, Ctrl-Enter of a text. */
  onRun: () => void;
  language: Language | null;
  fault: Fault | null;
  fields: Fields;
  /** A whole query, in lines; else one condition. */
  whole: boolean;
  id?: string;
}

interface Open {
  items: Completion[];
  at: number;
  /** The keys have chosen one: Enter takes it. */
  chosen: boolean;
  left: number;
  top: number;
}

/** A text field for KQL: colours, underlined faults, completion. */
export function Editor(props: EditorProps) {
  const { value, whole, fields } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const backdrop = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);

  const show = (items: Completion[], chosen: boolean): void => {
    const caret = area.current?.selectionStart ?? 0;
    if (items.length === 0) return setOpen(null);
    setOpen({ items, at: 0, chosen, ...placeOf(backdrop.current!, wordAt(area.current!.value, caret).from) });
  };
  const complete = (text: string, caret: number, asked: boolean): void => {
    asking.current?.abort();
    if (isInString(text, caret)) return setOpen(null);
    const { word } = wordAt(text, caret);
    if (whole && atTopic(text, caret)) {
      const controller = new AbortController();
      asking.current = controller;
      topicNames(word.replaceAll('`', ''), controller.signal).then(
        (names) =>
          show(
            names.map((name) => ({ text: kqlName(name), kind: 'topic' })),
            asked,
          ),
        () => setOpen(null),
      );
    } else if (word === '' && !asked) setOpen(null);
    else if (props.language !== null) show(completions(text, caret, whole, fields, props.language.completions), asked);
  };
  const take = (item: Completion): void => {
    const element = area.current!;
    const { from } = wordAt(element.value, element.selectionStart);
    element.setRangeText(item.text, from, element.selectionStart, 'end');
    setOpen(null);
    props.onValue(element.value);
    element.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const runs = event.key === 'Enter' && (!whole || event.ctrlKey || event.metaKey);
    if (event.key === ' ' && event.ctrlKey) complete(value, area.current!.selectionStart, true);
    else if (open !== null && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? (open.chosen ? 1 : 0) : -1;
      setOpen({ ...open, at: (open.at + step + open.items.length) % open.items.length, chosen: true });
    } else if (open !== null && (event.key === 'Tab' || (event.key === 'Enter' && open.chosen && !event.ctrlKey)))
      take(open.items[open.at]!);
    else if (open !== null && event.key === 'Escape') {
      setOpen(null);
      event.stopPropagation();
    } else if (runs) {
      setOpen(null);
      props.onRun();
    } else return;
    event.preventDefault();
  };
  return (
    <div class={whole ? 'editor whole' : 'editor'}>
      <Backdrop of={backdrop} text={value} language={props.language} fault={props.fault} />
      <textarea
        ref={area}
        id={props.id}
        rows={1}
        value={value}
        aria-label={props.label}
        aria-autocomplete="list"
        aria-controls={open === null ? undefined : 'completions'}
        aria-activedescendant={open === null ? undefined : `completion-${open.at}`}
        aria-invalid={props.fault !== null}
        placeholder={props.label}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        onInput={(event) => {
          const { value: text, selectionStart } = event.currentTarget;
          const typed = whole ? text : text.replaceAll('\n', ' ');
          props.onValue(typed);
          complete(typed, selectionStart, false);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(null)}
      />
      {open !== null && (
        <div
          id="completions"
          class="completions"
          role="listbox"
          aria-label={t.query.completions}
          style={{ left: `${open.left}px`, top: `${open.top}px` }}
        >
          {open.items.map((item, at) => (
            <div
              id={`completion-${at}`}
              role="option"
              aria-selected={at === open.at}
              class={open.chosen || at !== open.at ? '' : 'first'}
              // The field keeps the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                take(item);
              }}
            >
              <span class="mono">{item.text}</span>
              <span class="kind">{t.query.kinds[item.kind]}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
