import { useState } from 'preact/hooks';

import type { Fault } from '../../shared/api';
import { faultOf } from '../net/http';
import { signIn } from '../net/session';
import { Field } from '../parts/forms/fields';
import { FaultBox } from '../parts/states';
import { t } from '../texts';
import { Input } from '../parts/forms/input';

/** Shown where the server knows no session of this browser: it was started again, or never met it. */
export function SignIn() {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFault(null);
    // The whole address may be pasted: its token is what comes after `#t=`.
    const token = text.trim().replace(/^.*#t=/, '');
    await signIn(token).catch((error: unknown) => setFault(faultOf(error)));
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)}>
      <h1>{t.signIn.title}</h1>
      <p class="muted">{t.signIn.why}</p>
      <Field label={t.signIn.token} hint={t.signIn.where}>
        <Input
          value={text}

          onText={setText}
        />
      </Field>
      {fault !== null && (
        <FaultBox fault={fault.code === 'NO_SESSION' ? { ...fault, message: t.signIn.wrong } : fault} />
      )}
      <div class="buttons">
        <button type="submit" class="primary" disabled={text.trim() === ''}>
          {t.signIn.action}
        </button>
      </div>
    </form>
  );
}
