import { useEffect, useRef, useState } from 'preact/hooks';

/** What is typed: it begins as a value, and becomes that value again whenever it changes elsewhere. */
export function useFollowing<T>(value: T): [T, (next: T) => void] {
  const [typed, setTyped] = useState(value);
  const last = useRef(value);
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    setTyped(value);
  }, [value]);
  return [typed, setTyped];
}
