import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A name above its control, and what is wrong with it below. */
export function Field(props: { label: string; fault?: string | null; hint?: string; children: ComponentChildren }) {
  return (
    <div class={props.fault ? 'field wrong' : 'field'}>
      <label>
        <span>{props.label}</span>
        {props.children}
      </label>
      {props.fault ? (
        <small class="error" role="alert">
          {props.fault}
        </small>
      ) : (
        props.hint !== undefined && <small>{props.hint}</small>
      )}
    </div>
  );
}

interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly (readonly [value: V, text: string])[];
  onValue: (value: V) => void;
  class?: string;
  title?: string;
  disabled?: boolean;
}

export function Select<V extends string>({ label, value, options, onValue, ...rest }: SelectProps<V>) {
  return (
    <select
      {...rest}
      aria-label={label}
      title={rest.title ?? label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value as V)}
    >
      {options.map(([key, text]) => (
        <option value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  );
}

interface SearchProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** How long after the last key the value is taken; Enter takes it at once. */
  wait?: number;
  class?: string;
  invalid?: boolean;
  id?: string;
}

/** A field whose value is taken while one types. */
export function Search({ label, value, onValue, wait = 150, invalid, ...rest }: SearchProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const taken = useRef(value);
  useEffect(() => {
    if (value === taken.current) return;
    taken.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const take = (next: string): void => {
    clearTimeout(timer.current);
    if (next === taken.current) return;
    taken.current = next;
    onValue(next);
  };
  return (
    <input
      {...rest}
      type="search"
      placeholder={label}
      aria-label={label}
      aria-invalid={invalid}
      autocomplete="off"
      spellcheck={false}
      value={text}
      onInput={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => take(next), wait);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value);
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (text === '') event.currentTarget.blur();
        else event.preventDefault();
        setText('');
        take('');
      }}
    />
  );
}

/** One of a few, all of them in view. */
export function Choice<V extends string>(props: {
  label: string;
  value: V;
  options: readonly (readonly [value: V, text: string])[];
  onValue: (value: V) => void;
}) {
  return (
    <div class="choice" role="group" aria-label={props.label}>
      {props.options.map(([value, text]) => (
        <button type="button" aria-pressed={value === props.value} onClick={() => props.onValue(value)}>
          {text}
        </button>
      ))}
    </div>
  );
}

export function Check(props: {
  label: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
  title?: string;
}) {
  return (
    <label class="check-field" title={props.title}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChecked(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
