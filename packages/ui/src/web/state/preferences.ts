import { signal, type Signal } from './signal';

const prefix = 'kafka-napi-ui:';

/** A setting that the browser keeps. A browser that keeps nothing is no reason to fail. */
function kept(name: string): Signal<string | null> {
  const read = (): string | null => {
    try {
      return localStorage.getItem(prefix + name);
    } catch {
      return null;
    }
  };
  const setting = signal(read());
  setting.subscribe((value) => {
    try {
      if (value === null) localStorage.removeItem(prefix + name);
      else localStorage.setItem(prefix + name, value);
    } catch {
      // The setting holds until the page is closed.
    }
  });
  return setting;
}

export const preference = {
  theme: kept('theme'),
  zone: kept('zone'),
  /** 'off': single letters do nothing. */
  keys: kept('keys'),
  /** 'comfortable': higher rows. */
  density: kept('density'),
  queries: kept('queries'),
  decoders: kept('decoders'),
};

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A kept list or map, which another version may have written in another way. */
export function keptJson(setting: Signal<string | null>): Record<string, string> {
  try {
    const value: unknown = JSON.parse(setting.value ?? '{}');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

export function keptList(setting: Signal<string | null>): string[] {
  try {
    const value: unknown = JSON.parse(setting.value ?? '[]');
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
