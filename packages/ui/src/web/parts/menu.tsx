import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  text: string;
  onSelect: () => void;
  danger?: boolean;
  /** Checked or not: a switch. */
  checked?: boolean;
  disabled?: boolean;
  hint?: string;
}

interface PopupProps {
  label: string;
  button: ComponentChildren;
  class?: string;
  title?: string;
  /** The panel opens towards the left. */
  end?: boolean;
  children: (close: () => void) => ComponentChildren;
}

/** A button with a panel below it, which closes by Esc and by a click elsewhere. */
export function Popup({ label, button, title, end, children, ...rest }: PopupProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (!root.current!.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  return (
    <div
      class="popup"
      ref={root}
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <button
        type="button"
        class={rest.class}
        aria-label={label}
        aria-haspopup="true"
        aria-expanded={open}
        title={title ?? label}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && <div class={end ? 'panel end' : 'panel'}>{children(close)}</div>}
    </div>
  );
}

/** Arrow keys move through the items, Enter selects. */
export function Menu(props: {
  label: string;
  button: ComponentChildren;
  class?: string;
  items: MenuItem[];
  end?: boolean;
}) {
  return (
    <Popup label={props.label} button={props.button} class={props.class ?? ''} end={props.end ?? false}>
      {(close) => <MenuItems items={props.items} label={props.label} close={close} />}
    </Popup>
  );
}

function MenuItems({ items, label, close }: { items: MenuItem[]; label: string; close: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => list.current!.querySelector<HTMLElement>('button:not(:disabled)')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const down = event.key === 'ArrowDown';
    if (!down && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const buttons = [...list.current!.querySelectorAll<HTMLElement>('button:not(:disabled)')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[(at + (down ? 1 : buttons.length - 1)) % buttons.length]?.focus();
  };
  return (
    <div role="menu" aria-label={label} class="menu" ref={list} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
          aria-checked={item.checked}
          class={item.danger ? 'danger-text' : ''}
          disabled={item.disabled}
          onClick={() => {
            close();
            item.onSelect();
          }}
        >
          {item.checked !== undefined && <span class="check">{item.checked ? '✓' : ''}</span>}
          {item.text}
          {item.hint !== undefined && <span class="hint">{item.hint}</span>}
        </button>
      ))}
    </div>
  );
}
