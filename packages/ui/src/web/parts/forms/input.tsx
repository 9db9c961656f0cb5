import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface InputProps {
  value: string;
  onText: (text: string) => void;
  class?: string;
  /** A datalist that completes it. */
  list?: string;
  inputMode?: 'numeric';
  placeholder?: string;
  title?: string;
  /** It has the focus as soon as it is shown. */
  autofocus?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  'aria-label'?: string;
  'aria-invalid'?: boolean;
}

/** A field for names, numbers and values: letters of equal width, nothing corrected and nothing remembered. */
export function Input({ onText, class: more, autofocus, ...rest }: InputProps) {
  const element = useRef<HTMLInputElement>(null);
  // The attribute has an effect on the first element of a document only.
  useLayoutEffect(() => {
    if (autofocus) element.current!.focus();
  }, []);
  return (
    <input
      ref={element}
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
