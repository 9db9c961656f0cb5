import type { AccessClass } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { writes, type Deniable } from '../options';

/** Which classes of access this server allows. The class of a route decides, never its method. */
export class Policy {
  readonly readOnly: boolean;
  /** All that is not allowed, for whatever reason. */
  readonly denied: readonly AccessClass[];
  readonly #deny: ReadonlySet<AccessClass>;

  constructor({ readOnly = false, deny = [] }: { readOnly?: boolean; deny?: readonly Deniable[] }) {
    this.readOnly = readOnly;
    this.#deny = new Set(deny);
    this.denied = [...new Set([...deny, ...(readOnly ? writes : [])])];
  }

  /** Throws READ_ONLY or DENIED. */
  check(access: AccessClass): void {
    if (this.readOnly && writes.includes(access))
      throw FaultError.of('READ_ONLY', 'This server is read-only', { hint: 'It was started with --read-only' });
    if (this.#deny.has(access))
      throw FaultError.of('DENIED', `This server does not allow ${access}`, {
        hint: `It was started with --deny ${access}`,
      });
  }
}
