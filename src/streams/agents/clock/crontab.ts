import { TopologyError } from '../../errors/streams-errors';

/** The fields of a crontab line, with the numbers that they may have. */
const fields = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', from: 0, to: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
] as const;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

type Field = (typeof fields)[number];

/** When something is done: each minute that the five fields match, in a time zone. */
export class Crontab {
  readonly #sets: readonly ReadonlySet<number>[];
  readonly #clock: Intl.DateTimeFormat;
  /** Of the days of month and week, each of which is given: one of them is enough, as in cron. */
  readonly #takesEitherDay: boolean;

  /**
   * `line`: minute, hour, day of the month, month, day of the week: `*`, numbers, names, ranges `a-b`, steps `/n`,
   * lists with commas. `timezone`: an IANA name, such as `'Europe/Berlin'`; default that of the machine.
   * @throws TopologyError for anything else.
   */
  constructor(line: string, timezone?: string) {
    const parts = line.trim().split(/\s+/);
    if (parts.length !== fields.length)
      throw new TopologyError(`crontab ${line}: it has ${parts.length} fields. A line has five, as in 0 20 * * *`);
    this.#sets = fields.map((field, i) => numbersOf(parts[i]!.toLowerCase(), field, line));
    this.#takesEitherDay = !parts[2]!.startsWith('*') && !parts[4]!.startsWith('*');
    try {
      this.#clock = new Intl.DateTimeFormat('en-US', {
        ...{ timeZone: timezone, hourCycle: 'h23', weekday: 'short' },
        ...{ minute: 'numeric', hour: 'numeric', day: 'numeric', month: 'numeric' },
      });
    } catch {
      throw new TopologyError(
        `crontab ${line}: the time zone ${timezone} is unknown. One is Europe/Berlin, for example`,
      );
    }
  }

  /** Whether the minute of this time, in milliseconds since the epoch, is one of them. */
  matches(time: number): boolean {
    const parts = new Map(this.#clock.formatToParts(time).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const [minutes, hours, days, months, weekdays] = this.#sets as [
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
    ];
    if (!minutes.has(number('minute')) || !hours.has(number('hour')) || !months.has(number('month'))) return false;
    const isDay = days.has(number('day'));
    const isWeekday = weekdays.has(DAYS.indexOf(parts.get('weekday')!));
    return this.#takesEitherDay ? isDay || isWeekday : isDay && isWeekday;
  }
}

function numbersOf(text: string, field: Field, line: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step = '1'] = /^([^/]*)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to] = boundsOf(range, field, part.includes('/'));
    if (!(from >= field.from && to <= field.to && from <= to && Number(step) > 0))
      throw new TopologyError(
        `crontab ${line}: ${part} is no ${field.name}. Valid: ${field.from} to ${field.to}, *, a-b, */n, and lists of them`,
      );
    // Sunday is 0 and 7.
    for (let at = from; at <= to; at += Number(step)) found.add(field.to === 7 ? at % 7 : at);
  }
  return found;
}

function boundsOf(range: string, field: Field, hasStep: boolean): [number, number] {
  if (range === '*') return [field.from, field.to];
  const names: readonly string[] = 'names' in field ? field.names : [];
  const number = (text: string): number => {
    const at = names.indexOf(text);
    if (at >= 0) return at + field.from;
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const [first = '', last] = range.split('-');
  const from = number(first);
  // As in cron, `5/10` is from 5 on.
  return [from, last === undefined ? (hasStep ? field.to : from) : number(last)];
}
