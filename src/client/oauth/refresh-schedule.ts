/** Java's sasl.login.refresh.… */
export interface RefreshSchedule {
  /** The fraction of a token's lifetime after which it is refreshed, and the random part added to it. */
  readonly windowFactor: number;
  readonly windowJitter: number;
  readonly minPeriodSeconds: number;
  readonly bufferSeconds: number;
}

/**
 * The time at which to refresh a token that was received at `gotMs` and expires at `expiresMs` (ms since the epoch), by
 * the rules of ExpiringCredentialRefreshingLogin. If the token's lifetime is too short for both buffer and minimum
 * period, they are ignored.
 */
export function refreshTime(
  schedule: RefreshSchedule,
  gotMs: number,
  expiresMs: number,
  chance: () => number = Math.random,
): number {
  const life = expiresMs - gotMs;
  const part = schedule.windowFactor + schedule.windowJitter * chance();
  const proposed = gotMs + Math.floor(life * Math.min(part, 1));
  const least = schedule.minPeriodSeconds * 1000;
  const buffer = schedule.bufferSeconds * 1000;
  if (least + buffer >= life) return proposed;
  return Math.max(Math.min(proposed, expiresMs - buffer), gotMs + least);
}
