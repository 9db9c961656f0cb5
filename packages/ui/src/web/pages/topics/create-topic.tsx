import { useState } from 'preact/hooks';

import type { TopicCreate } from '../../../shared/admin-api';
import { call } from '../../net/http';
import { Confirm } from '../../parts/forms/dialog';
import { Field } from '../../parts/forms/fields';
import { notify } from '../../parts/notices';
import { FaultBox } from '../../parts/states';
import { useValidation } from '../../parts/forms/validation';
import { pathOf } from '../../route/match';
import { go } from '../../route/router';
import { fill, t } from '../../texts';
import { topicConfigs } from './topic-configs';
import { IconButton, Input } from '../../parts/forms/input';

interface Setting {
  name: string;
  value: string;
}

/** What the name of a topic must be, before the broker is asked. */
export function mistakeInName(name: string): string | null {
  if (name === '') return null;
  if (name === '.' || name === '..') return t.create.dots;
  if (name.length > 249) return t.create.tooLong;
  return /^[\w.-]+$/.test(name) ? null : t.create.letters;
}

const count = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;

export function CreateTopic({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [partitions, setPartitions] = useState('');
  const [replicas, setReplicas] = useState('');
  const [settings, setSettings] = useState<Setting[]>([]);
  const mistake = mistakeInName(name);
  const wrongCount = (text: string): string | null =>
    text === '' || count(text) !== undefined ? null : t.create.noCount;
  const given = settings.filter((setting) => setting.name !== '');
  const bad = mistake !== null || wrongCount(partitions) !== null || wrongCount(replicas) !== null || name === '';
  const request: TopicCreate | null = bad
    ? null
    : {
        name,
        ...(count(partitions) === undefined ? {} : { partitions: count(partitions)! }),
        ...(count(replicas) === undefined ? {} : { replicationFactor: count(replicas)! }),
        ...(given.length === 0 ? {} : { configs: Object.fromEntries(given.map((one) => [one.name, one.value])) }),
      };
  const { fault, checked } = useValidation('POST', '/topics', request);
  const put = (at: number, change: Partial<Setting>): void =>
    setSettings(settings.map((setting, index) => (index === at ? { ...setting, ...change } : setting)));
  return (
    <Confirm
      title={t.topics.create}
      typed={null}
      action={t.create.action}
      ready={request !== null}
      onClose={onClose}
      onAction={async () => {
        await call('POST', '/topics', request);
        notify(fill(t.create.done, { name }));
        go(pathOf('topics', name, 'messages'));
      }}
    >
      <Field label={t.create.name} fault={mistake}>
        <Input
          autofocus

          value={name}
          onText={setName}
        />
      </Field>
      <div class="fields">
        <Field label={t.create.partitions} fault={wrongCount(partitions)}>
          <Input inputMode="numeric" placeholder={t.create.brokersDefault} value={partitions} onText={setPartitions} />
        </Field>
        <Field label={t.create.replicas} fault={wrongCount(replicas)}>
          <Input inputMode="numeric" placeholder={t.create.brokersDefault} value={replicas} onText={setReplicas} />
        </Field>
      </div>
      {settings.map((setting, at) => (
        <div class="fields setting">
          <Field label={t.create.config}>
            <Input list="topic-configs" value={setting.name} onText={(text) => put(at, { name: text.trim() })} />
          </Field>
          <Field label={t.configs.value}>
            <Input value={setting.value} onText={(text) => put(at, { value: text })} />
          </Field>
          <IconButton label={t.create.remove} onClick={() => setSettings(settings.filter((_, index) => index !== at))}>
            ✕
          </IconButton>
        </div>
      ))}
      <datalist id="topic-configs">
        {topicConfigs.map((config) => (
          <option value={config} />
        ))}
      </datalist>
      <button type="button" onClick={() => setSettings([...settings, { name: '', value: '' }])}>
        {t.create.addConfig}
      </button>
      {fault !== null && <FaultBox fault={fault} />}
      {checked && <p class="state ok">{t.create.valid}</p>}
    </Confirm>
  );
}
