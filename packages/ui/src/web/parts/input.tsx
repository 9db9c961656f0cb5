import type { ComponentChildren } from 'preact';

interface InputProps {
  value: string;
  onText: (text: string) => void;
  class?: string;
  /** A datalist that completes it. */
  list?: string;
  inputMode?: 'numeric';
  placeholder?: string;
  title?: string;
  autofocus?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  'aria-label'?: string;
  'aria-invalid'?: boolean;
}

/** A field for names, numbers and values: letters of equal width, nothing corrected and nothing remembered. */
export function Input({ onText, class: more, ...rest }: InputProps) {
  return (
    <input
      type="text"
      autocomplete="off"
      spellcheck={false}
      {...rest}
      class={more === undefined ? 'mono' : `mono ${more}`}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}

interface IconProps {
  label: string;
  class?: string;
  /** Where it says more than the label. */
  title?: string;
  onClick: () => void;
  children: ComponentChildren;
}

/** A button of one sign. */
export function IconButton({ label, title, class: more, onClick, children }: IconProps) {
  return (
    <button type="button" class={`icon ${more ?? ''}`} aria-label={label} title={title ?? label} onClick={onClick}>
      {children}
    </button>
  );
}
