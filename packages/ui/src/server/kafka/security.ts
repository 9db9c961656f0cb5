import type { AclBinding, AclFilter as KafkaFilter, AdminClient, NewAcl } from 'kafka-napi';
import type { AclFilter, AclRow, AclsCreate, AclsDelete, UserPut, UserRow } from '../../shared/admin-api';
import { FaultError } from '../../shared/fault-error';
import { valueOf } from './outcomes';
import { askUntil } from './visible';

const sorted = (rows: readonly AclBinding[]): AclRow[] =>
  rows.map((row) => ({ ...row })).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));

const nameOf = (row: AclRow): string =>
  [row.resourceType, row.name, row.patternType, row.principal, row.host, row.operation, row.permissionType].join('\0');

/** ACLs, and users with SCRAM passwords. */
export class Security {
  readonly #admin: AdminClient;

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  async acls(filter: AclFilter, signal: AbortSignal): Promise<AclRow[]> {
    return sorted(await this.#admin.describeAcls(filter as KafkaFilter, { signal }));
  }

  async createAcls({ acls }: AclsCreate): Promise<AclRow[]> {
    const outcomes = await this.#admin.createAcls(acls as NewAcl[], { settled: true });
    const made = outcomes.map(valueOf);
    await this.#untilThere(made, true);
    return made;
  }

  /** Deletes them only if the filters find as many as were shown. */
  async deleteAcls({ filters, expect }: AclsDelete, signal: AbortSignal): Promise<AclRow[]> {
    const found = new Map<string, AclRow>();
    for (const filter of filters) for (const row of await this.acls(filter, signal)) found.set(nameOf(row), row);
    if (found.size !== expect)
      throw FaultError.of('CONFLICT', `The filters find ${found.size} ACLs, not ${expect}. None was deleted`, {
        hint: 'Look at them again: they have changed meanwhile',
      });
    if (found.size === 0) return [];
    // Each by all that it has: what came meanwhile stays.
    const outcomes = await this.#admin.deleteAcls([...found.values()] as KafkaFilter[], { settled: true });
    const deleted = outcomes.flatMap(valueOf);
    await this.#untilThere(deleted, false);
    return sorted(deleted);
  }

  async #untilThere(acls: readonly AclRow[], areThere: boolean): Promise<void> {
    await askUntil(
      () => this.#admin.describeAcls({}),
      (all) => {
        const names = new Set(all.map(nameOf));
        return acls.every((acl) => names.has(nameOf(acl)) === areThere);
      },
    );
  }

  async users(signal: AbortSignal): Promise<UserRow[]> {
    const outcomes = await this.#admin.describeUserScramCredentials(undefined, { settled: true, signal });
    const users = outcomes.map(valueOf).map(({ name, credentialInfos }) => ({ name, credentials: credentialInfos }));
    return users.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Makes the user's password for a mechanism, or replaces it. */
  async putUser(user: string, { mechanism, password, iterations }: UserPut): Promise<void> {
    const [outcome] = await this.#admin.alterUserScramCredentials(
      [{ user, password, credentialInfo: { mechanism, iterations } }],
      { settled: true },
    );
    valueOf(outcome);
    await this.#untilUser(user, mechanism, true);
  }

  async deleteUser(user: string, mechanism: UserPut['mechanism']): Promise<void> {
    const [outcome] = await this.#admin.alterUserScramCredentials([{ user, mechanism }], { settled: true });
    valueOf(outcome);
    await this.#untilUser(user, mechanism, false);
  }

  async #untilUser(user: string, mechanism: string, isThere: boolean): Promise<void> {
    await askUntil(
      () => this.#admin.describeUserScramCredentials(undefined, { settled: true }),
      (outcomes) =>
        outcomes.some(
          (one) =>
            one.status === 'fulfilled' &&
            one.value.name === user &&
            one.value.credentialInfos.some((info) => info.mechanism === mechanism),
        ) === isThere,
    );
  }
}
