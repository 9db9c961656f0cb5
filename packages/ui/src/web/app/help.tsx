import { useState } from 'preact/hooks';

import { isZone, zone } from '../format/zone';
import { Dialog } from '../parts/forms/dialog';
import { Check, Field } from '../parts/forms/fields';
import { fill, t } from '../texts';
import { preference } from '../state/preferences';
import { Input } from '../parts/forms/input';

/** The keys, and what can be set. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t.help.title} onClose={onClose}>
      <dl class="keys">
        {t.help.keys.map(([keys, what]) => (
          <>
            <dt>
              {keys!.split(' ').map((key) => (
                <kbd>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <h3>{t.help.settings}</h3>
      <div class="checks">
        <Check
          label={t.help.letters}
          checked={preference.keys.value !== 'off'}
          onChecked={(on) => (preference.keys.value = on ? null : 'off')}
        />
        <Check
          label={t.help.comfortable}
          checked={preference.density.value === 'comfortable'}
          onChecked={(on) => (preference.density.value = on ? 'comfortable' : null)}
        />
      </div>
    </Dialog>
  );
}

export function ZoneDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(zone.value);
  const wrong = !isZone(name);
  return (
    <Dialog title={t.app.otherZone} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong) return;
          preference.zone.value = name;
          onClose();
        }}
      >
        <Field label={t.app.zoneName} fault={wrong ? fill(t.app.noZone, { zone: name }) : null}>
          <Input list="zones" value={name} onText={setName} />
        </Field>
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((one) => (
            <option value={one} />
          ))}
        </datalist>
        <div class="buttons">
          <button type="submit" class="primary" disabled={wrong}>
            {t.action.apply}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
