import { Select } from '../../parts/forms/fields';
import { fill, t } from '../../texts';
import { encodings, mistakeIn, type Typed } from './draft';

interface Props {
  name: string;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  rows: number;
  /** Word for null: a tombstone, a null key. */
  nullText: string;
}

const options = encodings.map((encoding) => [encoding, t.produce.encodings[encoding]] as const);

/** A key or value: how it is encoded, whether it is null, and its text. */
export function TypedField({ name, typed, onTyped, rows, nullText }: Props) {
  const mistake = mistakeIn(typed);
  const touched = typed.data !== '';
  return (
    <section class="typed">
      <div class="part-head">
        <h3>{name}</h3>
        <Select
          class="quiet"
          label={fill(t.produce.encoding, { name })}
          value={typed.as}
          options={options}
          disabled={typed.isNull}
          onValue={(as) => onTyped({ ...typed, as })}
        />
        <span class="grow" />
        <label class="check-field">
          <input
            type="checkbox"
            checked={typed.isNull}
            onChange={(event) => onTyped({ ...typed, isNull: event.currentTarget.checked })}
          />
          {nullText}
        </label>
      </div>
      {!typed.isNull && (
        <>
          <textarea
            class="mono"
            rows={rows}
            aria-label={name}
            spellcheck={false}
            value={typed.data}
            aria-invalid={touched && mistake !== null}
            onInput={(event) => onTyped({ ...typed, data: event.currentTarget.value })}
          />
          {touched && mistake !== null && <small class="error">{mistake}</small>}
          {!touched && <small class="muted">{mistake ?? t.produce.emptyMeans}</small>}
        </>
      )}
    </section>
  );
}
