import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Fault } from '../../../shared/api';
import { faultOf } from '../../net/http';
import { fill, t } from '../../texts';
import { FaultBox } from '../states';
import { IconButton, Input } from './input';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

/** Keeps the focus inside while it is open, and gives it back. Esc closes it. */
export function Dialog({ title, onClose, children, wide }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current!;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2>{title}</h2>
        <IconButton label={t.action.close} onClick={onClose}>
          ✕
        </IconButton>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  /** What has to be typed before the button does something; null: nothing. */
  typed: string | null;
  action: string;
  danger?: boolean;
  /** May the action be done, apart from the typed name? */
  ready?: boolean;
  onAction: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog that does something: it stays open with the fault if that fails. */
export function Confirm(props: ConfirmProps) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const ready = (props.typed === null || text === props.typed) && props.ready !== false && !busy;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    try {
      await props.onAction();
      props.onClose();
    } catch (error) {
      setFault(faultOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={(event) => void submit(event)}>
        {props.children}
        {props.typed !== null && <TypedName name={props.typed} text={text} onText={setText} />}
        {fault !== null && <FaultBox fault={fault} />}
        <div class="buttons">
          <button type="button" onClick={props.onClose}>
            {t.action.cancel}
          </button>
          <button type="submit" class={props.danger ? 'danger' : 'primary'} disabled={!ready}>
            {props.action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The field in which a name is typed before something is destroyed. */
export function TypedName({ name, text, onText }: { name: string; text: string; onText: (text: string) => void }) {
  return (
    <label class="field typed-name">
      <span>{fill(t.dialog.typeName, { name })}</span>
      <Input
        value={text}

        onText={onText}
      />
    </label>
  );
}
