const pattern =
  /^([+-]?)P(?:([+-]?[0-9]+)D)?(T(?:([+-]?[0-9]+)H)?(?:([+-]?[0-9]+)M)?(?:([+-]?[0-9]+)(?:[.,]([0-9]{0,9}))?S)?)?$/i;

/**
 * Milliseconds of an ISO-8601 duration, by the rules of java.time.Duration.parse; `undefined` if it is not a duration.
 */
export function parseJavaDuration(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match || match[3]?.toUpperCase() === 'T') return undefined;
  const [, sign, days, , hours, minutes, seconds, fraction] = match;
  if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined) return undefined;
  const milliseconds = Number(`0.${fraction || '0'}`) * 1000 * (seconds?.startsWith('-') ? -1 : 1);
  const whole =
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  const total = whole * 1000 + Math.round(milliseconds);
  return sign === '-' ? -total : total;
}
