/** Properties whose values must not be shown: passwords, keys, tokens. */
export const isSecret = (name: string): boolean =>
  /password|secret|jaas|\.key$|private|keystore\.key|token|assertion/i.test(name);
