import { preference } from './preferences';

/** Light and dark by the system, unless one was chosen; rows closer or wider. */
export function startTheme(): void {
  const root = document.documentElement;
  const set = (name: 'theme' | 'density', value: string | null): void => {
    if (value === null) delete root.dataset[name];
    else root.dataset[name] = value;
  };
  preference.theme.subscribe((value) => set('theme', value));
  preference.density.subscribe((value) => set('density', value));
}

const next: Record<string, string | null> = { system: 'light', light: 'dark', dark: null };

/** System, light, dark, system. */
export function switchTheme(): void {
  preference.theme.value = next[preference.theme.value ?? 'system'] ?? null;
}
