import { Check } from '../../parts/forms/fields';
import { fill, t } from '../../texts';

interface Props {
  topics: readonly string[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** Which topics of a group are meant: at first all. */
export function TopicChoice({ topics, chosen, onChosen }: Props) {
  const toggle = (topic: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(topic);
    else next.delete(topic);
    onChosen(next);
  };
  const all = chosen.size === topics.length;
  return (
    <>
      {topics.length > 1 && (
        <Check
          label={fill(t.reset.allTopics, { n: topics.length })}
          checked={all}
          onChecked={(on) => onChosen(new Set(on ? topics : []))}
        />
      )}
      <div class="checks">
        {topics.map((topic) => (
          <Check label={topic} checked={chosen.has(topic)} onChecked={(on) => toggle(topic, on)} />
        ))}
      </div>
    </>
  );
}
