/** Differences put in on purpose, by KAFKA_NAPI_ORACLE_FAULT: they show that the oracle can fail. */
export const faults = {
  'commit-one-low': 'commit() commits one less than the position',
  'late-listener': 'a listener is called one poll too late',
  'seek-forgotten': 'what a listener sought is forgotten when partitions come a second time',
} as const;

export type Fault = keyof typeof faults;

export function faultOf(name: string | undefined): Fault | undefined {
  if (name === undefined || name === '') return undefined;
  if (!(name in faults))
    throw new Error(`oracle: unknown fault '${name}'. Valid faults: ${Object.keys(faults).join(', ')}`);
  return name as Fault;
}
