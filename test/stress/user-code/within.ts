/** Waits for a promise. If it rejects or does not settle in time, that is a fault. */
export async function within(what: string, ms: number, work: Promise<unknown>, faults: string[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, ms, `${what} did not settle within ${ms} ms`);
  });
  const settled = work.then(
    () => undefined,
    (error: unknown) => `${what} rejected with ${String(error)}`,
  );
  const fault = await Promise.race([settled, late]);
  clearTimeout(timer);
  if (fault !== undefined) faults.push(fault);
}
