export const clients = ['producer', 'consumer', 'admin'];

/** Parses the text that a ConfigDef's validator prints. */
export function parseValidator(text, type) {
  if (text === null) return null;
  if (type === 'LIST') return { list: true };
  if (text === 'non-empty string') return { nonEmpty: true };
  if (text.includes('by_duration')) return { offsetReset: true };
  const range = /^\[(-?[\d.]+),\.\.\.(?:,(-?[\d.]+))?\](?: or (-?\d+))?$/.exec(text);
  if (range) {
    const valid = { min: Number(range[1]) };
    if (range[2] !== undefined) valid.max = Number(range[2]);
    if (range[3] !== undefined) valid.or = Number(range[3]);
    return valid;
  }
  const names = /^(\(case insensitive\) )?\[([^\]]+)\]$/.exec(text);
  if (names) {
    const valid = { oneOf: names[2].split(', ') };
    if (names[1]) valid.ignoreCase = true;
    return valid;
  }
  throw new Error(`unknown validator of a ConfigDef: ${text}`);
}

/** Validators that ignore case although their text does not mention it. */
const ignoresCase = new Set(['share.acquire.mode']);

export function joinTable({ java, mapping, librdkafka, own }) {
  const byName = new Map();
  for (const client of clients) {
    for (const row of java[client]) {
      let property = byName.get(row.name);
      if (!property) {
        const mapped = mapping[row.name];
        if (!mapped) throw new Error(`mapping.json lacks ${row.name}. Add how it reaches librdkafka`);
        const valid = parseValidator(row.validValues, row.type);
        if (valid && ignoresCase.has(row.name)) valid.ignoreCase = true;
        property = {
          name: row.name,
          type: row.type,
          clients: [],
          defaults: {},
          required: [],
          valid,
          importance: row.importance,
          ...(row.internal ? { internal: true } : {}),
          ...mapped,
        };
        byName.set(row.name, property);
      }
      property.clients.push(client);
      property.defaults[client] = row.default;
      if (row.required) property.required.push(client);
    }
  }
  for (const name of Object.keys(mapping))
    if (!byName.has(name)) throw new Error(`Java no longer has ${name}. Remove it from mapping.json`);
  const properties = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const row of librdkafka.properties) {
    if (row.java && !byName.has(row.java))
      throw new Error(`mapping.json maps ${row.name} to ${row.java}, which Java does not have`);
  }
  return {
    kafkaClients: java.kafkaClients,
    librdkafka: librdkafka.librdkafka,
    properties,
    native: librdkafka.properties,
    own,
  };
}
