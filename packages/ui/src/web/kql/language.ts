import { useEffect, useState } from 'preact/hooks';

/** The parser that the server has as well. It is loaded where somebody writes KQL. */
export type Language = typeof import('./language-chunk');

let loaded: Language | null = null;

export async function loadLanguage(): Promise<Language> {
  loaded ??= await import('./language-chunk');
  return loaded;
}

/** Null until it is loaded. */
export function useLanguage(wanted: boolean): Language | null {
  const [language, setLanguage] = useState(loaded);
  useEffect(() => {
    if (wanted && language === null) void loadLanguage().then(setLanguage);
  }, [wanted]);
  return language;
}
