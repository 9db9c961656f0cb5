const escape = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const initial = (list) => list.map((client) => client[0].toUpperCase()).join(' ');

function shownDefault(property) {
  const shown = property.clients.map((client) => {
    const value = property.defaults[client];
    if (property.required.includes(client)) return property.name.includes('serializer') ? 'bytes' : 'required';
    if (value === null) return 'none';
    if (value === '' || (Array.isArray(value) && value.length === 0)) return 'empty';
    return Array.isArray(value)
      ? value.map((name) => name.split('.').pop()).join(', ')
      : String(value).replace(/^org\..*\./, '');
  });
  return new Set(shown).size === 1
    ? shown[0]
    : property.clients.map((client, i) => `${shown[i]} (${client})`).join(', ');
}

function shownValid(property) {
  const { valid } = property;
  if (property.values) return property.values.join(', ');
  if (!valid) return property.min === undefined ? '' : `${property.min} to ${property.max}`;
  if (valid.oneOf) return valid.oneOf.join(', ') + (valid.ignoreCase ? ' (any case)' : '');
  if (valid.min !== undefined) {
    return (
      (valid.max === undefined ? `${valid.min} or more` : `${valid.min} to ${valid.max}`) +
      (valid.or === undefined ? '' : ` or ${valid.or}`)
    );
  }
  if (valid.nonEmpty) return 'not empty';
  if (valid.offsetReset) return 'latest, earliest, none, by_duration:PnDTnHnMn.nS';
  return '';
}

const unsupported = {
  error: 'Not supported: any other value than the default throws.',
  warn: 'Not supported: any other value than the default is accepted with a warning.',
  ignore: 'Accepted without effect.',
};

function remark(property) {
  const parts = [property.about];
  if (property.differs) parts.push(property.differs);
  const last = unsupported[property.unsupported];
  if (last && !(property.differs ?? '').includes('without effect') && property.unsupported !== undefined)
    parts.push(last);
  return escape(parts.join(' '));
}

export function renderDocument(table) {
  let out = `<!-- Made by tools/java-config/generate.mjs from the table there. Do not edit. -->
# Configuration

\`new Producer(config)\`, \`new Consumer(config)\` and \`new AdminClient(config)\` take an object with the property names of the Java
client (${table.kafkaClients}), with Java's defaults. Everything is checked before a client is made: a wrong name or value throws a
\`ConfigError\` that names the property, what it got and what it takes.

- Numbers, booleans and lists may be given as such or as strings, the way a properties file has them: \`5\`, \`'5'\`, \`true\`, \`'true'\`,
  \`['a:9092', 'b:9092']\`, \`'a:9092,b:9092'\`. Strings are trimmed. \`undefined\` means not set.
- An unknown name throws, with the nearest known one. \`'config.unknown': 'warn'\` warns instead, as Java does.
- \`Producer.fromProperties(file, overrides)\`, and the same of \`Consumer\` and \`AdminClient\`, read a Java \`.properties\`
  file. It may serve all kinds of clients: properties of other kinds have no effect, misspelt ones are refused.
- Where Java takes a class, a function, an object or a class of yours may stand; Java's own serializers, partitioners and assignors may be
  given by their Java class names.
- A few values Java allows lie outside librdkafka's limits: the nearest possible one is used, with a warning if that can be noticed. The remarks say where.
- Values that would weaken security or change behaviour without being honoured throw; others are accepted with a warning or without effect.
- Passwords appear in no error, log or inspection.

\`Producer.configDef\`, \`Consumer.configDef\` and \`AdminClient.configDef\` hold the same table as data.

## Java's properties
P producer, C consumer, A admin client.

| property | of | type | default | valid values | |
|---|---|---|---|---|---|
`;
  for (const property of table.properties) {
    out += `| \`${property.name}\` | ${initial(property.clients)} | ${property.type.toLowerCase()} | ${escape(shownDefault(property))} | ${escape(shownValid(property))} | ${remark(property)} |\n`;
  }
  out += `
## Properties that only this package has, and those Java's serializers read

| property | of | default | |
|---|---|---|---|
`;
  for (const property of table.own) {
    out += `| \`${property.name}\` | ${initial(property.clients)} | ${property.default ?? 'none'} | ${escape(property.about)} |\n`;
  }
  out += `
## librdkafka's own properties
Names that only librdkafka ${table.librdkafka} has are taken too. Where one is another name of a Java property, either may be used; both with different
values throw.

| property | of | valid values | librdkafka's default | |
|---|---|---|---|---|
`;
  for (const property of table.native.filter((row) => row.class === 'pass')) {
    out += `| \`${property.name}\` | ${initial(property.clients)} | ${escape(shownValid(property))} | ${escape(property.default ?? '')} | ${escape(property.about)} |\n`;
  }
  out += "\n| librdkafka's name | of | Java's name |\n|---|---|---|\n";
  for (const property of table.native.filter((row) => row.class === 'alias')) {
    out += `| \`${property.name}\` | ${initial(property.clients)} | \`${property.java}\`${property.factor ? ` / ${property.factor}` : ''} |\n`;
  }
  const names = (kind) =>
    table.native
      .filter((row) => row.class === kind)
      .map((row) => `\`${row.name}\``)
      .join(', ');
  out += `
**Refused**, because the client sets them itself or they are no values: ${names('reserved')}.

**Obsolete**, accepted with a warning and not handed over: ${names('obsolete')}.
`;
  return out;
}
