import { conflict, invalidValue } from './invalid';
import { Password } from './security/password';
import { isLegalName } from './values/legal-name';
import type { Role } from './names/property';

/** Parsed values that are being turned into effective ones. */
export interface Draft {
  readonly role: Role;
  /** By Java name; changed in place. */
  readonly values: Record<string, unknown>;
  /** Java names that the user set. */
  readonly userSet: ReadonlySet<string>;
  readonly warnings: string[];
}

/** Java generates names with the numbers 1, 2, 3 …, counted per kind of client. */
const sequences: Record<Role, number> = { producer: 0, consumer: 0, admin: 0 };

function checkSaslMechanism({ values }: Draft): void {
  if (String(values['security.protocol']).toUpperCase().startsWith('SASL_') && !values['sasl.mechanism']) {
    throw invalidValue(
      'sasl.mechanism',
      values['sasl.mechanism'],
      'When security.protocol enables SASL, the mechanism must be non-null and non-empty',
    );
  }
}

function adjustReconnectBackoff({ values, userSet }: Draft): void {
  if (userSet.has('reconnect.backoff.ms') && !userSet.has('reconnect.backoff.max.ms')) {
    values['reconnect.backoff.max.ms'] = values['reconnect.backoff.ms'];
  }
}

function checkIdempotence({ values, userSet }: Draft): void {
  if (values.acks === 'all') values.acks = '-1';
  const explicit = userSet.has('enable.idempotence');
  if (values['enable.idempotence']) {
    const refuse = (property: string, message: string): void => {
      if (explicit) throw conflict(property, values[property], message);
      values['enable.idempotence'] = false;
    };
    if (values.retries === 0) refuse('retries', 'retries must not be 0 when enable.idempotence is true');
    if (values.acks !== '-1') refuse('acks', 'acks must be all when enable.idempotence is true');
    // Java refuses this even if idempotence was not set explicitly.
    const inFlight = 'max.in.flight.requests.per.connection';
    if ((values[inFlight] as number) > 5) {
      throw conflict(
        inFlight,
        values[inFlight],
        `${inFlight} must be at most 5 with idempotence; set enable.idempotence to false for more`,
      );
    }
  }
  if (values['transactional.id'] !== null && userSet.has('transactional.id') && !values['enable.idempotence']) {
    throw conflict(
      'transactional.id',
      values['transactional.id'],
      'Cannot set a transactional.id without also enabling idempotence',
    );
  }
}

function checkRack({ values }: Draft): void {
  if (values['partitioner.rack.aware'] && !values['client.rack']) {
    throw conflict('partitioner.rack.aware', true, 'partitioner.rack.aware needs client.rack');
  }
}

function adjustDeliveryTimeout({ values, userSet, warnings }: Draft): void {
  const least = Math.min((values['linger.ms'] as number) + (values['request.timeout.ms'] as number), 2 ** 31 - 1);
  if ((values['delivery.timeout.ms'] as number) >= least) return;
  if (userSet.has('delivery.timeout.ms')) {
    throw conflict(
      'delivery.timeout.ms',
      values['delivery.timeout.ms'],
      `delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms (${least}), but is ${String(values['delivery.timeout.ms'])}`,
    );
  }
  warnings.push(`delivery.timeout.ms is raised to linger.ms + request.timeout.ms = ${least}`);
  values['delivery.timeout.ms'] = least;
}

/** A name for a client without one, unique in this process. */
export function generateClientId(role: Role): string {
  return `${role === 'admin' ? 'adminclient' : role}-${++sequences[role]}`;
}

function nameProducer({ values, userSet }: Draft): void {
  if (userSet.has('client.id') && values['client.id'] !== null) return;
  const transactionalId = values['transactional.id'];
  values['client.id'] =
    typeof transactionalId === 'string' ? `producer-${transactionalId}` : generateClientId('producer');
}

function nameConsumer({ values }: Draft): void {
  if (values['client.id']) return;
  const instance = values['group.instance.id'];
  if (typeof instance === 'string' && !isLegalName(instance)) {
    throw invalidValue(
      'group.instance.id',
      instance,
      'It may have letters, digits, ".", "_" and "-", 249 at most, and is not "." or ".."',
    );
  }
  values['client.id'] =
    `consumer-${String(values['group.id'])}-${typeof instance === 'string' ? instance : ++sequences.consumer}`;
}

function checkGroup({ values, userSet }: Draft): void {
  const group = values['group.id'];
  if (group === null) {
    if (!userSet.has('enable.auto.commit')) values['enable.auto.commit'] = false;
    else if (values['enable.auto.commit']) {
      throw conflict(
        'enable.auto.commit',
        true,
        'enable.auto.commit cannot be true without a group.id: offsets cannot be committed without it',
      );
    }
  } else if (group === '') {
    throw invalidValue('group.id', group, 'It must not be an empty string or whitespace');
  }
}

const classicOnly = ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms'];

const shareOnly = ['share.acknowledgement.mode', 'share.acquire.mode'];

function checkProtocol({ values, userSet }: Draft): void {
  values['group.protocol'] = String(values['group.protocol']).toLowerCase();
  for (const name of shareOnly) {
    if (userSet.has(name)) throw conflict(name, values[name], `${name} cannot be set: it is for share consumers`);
  }
  if (values['group.protocol'] === 'consumer') {
    for (const name of classicOnly) {
      if (userSet.has(name))
        throw conflict(name, values[name], `${name} cannot be set when group.protocol=consumer: the broker decides`);
    }
    return;
  }
  if (values['group.remote.assignor']) {
    throw conflict(
      'group.remote.assignor',
      values['group.remote.assignor'],
      'group.remote.assignor cannot be set when group.protocol=classic',
    );
  }
  const heartbeat = values['heartbeat.interval.ms'] as number;
  if (values['group.id'] !== null && heartbeat >= (values['session.timeout.ms'] as number)) {
    const named = userSet.has('heartbeat.interval.ms') ? 'heartbeat.interval.ms' : 'session.timeout.ms';
    throw conflict(
      named,
      values[named],
      `heartbeat.interval.ms (${heartbeat}) must be lower than session.timeout.ms (${String(values['session.timeout.ms'])})`,
    );
  }
}

function adjustApiTimeout({ values, userSet, warnings }: Draft): void {
  const request = values['request.timeout.ms'] as number;
  if ((values['default.api.timeout.ms'] as number) >= request) return;
  if (userSet.has('default.api.timeout.ms')) {
    throw conflict(
      'default.api.timeout.ms',
      values['default.api.timeout.ms'],
      `default.api.timeout.ms (${String(values['default.api.timeout.ms'])}) must not be smaller than request.timeout.ms (${request})`,
    );
  }
  warnings.push(`default.api.timeout.ms is raised to request.timeout.ms = ${request}`);
  values['default.api.timeout.ms'] = request;
}

/**
 * Refuses null for a Java primitive. Java's constructors fail with a NullPointerException; this error names the
 * property.
 */
function refuseNull({ values, userSet }: Draft, isNullable: (name: string) => boolean): void {
  for (const name of userSet) {
    if (values[name] === null && !isNullable(name)) throw invalidValue(name, null, 'Value must be non-null');
  }
}

/** What Java's client classes do with parsed values before they use them, in their order. */
export function postProcess(draft: Draft, isNullable: (name: string) => boolean): void {
  refuseNull(draft, isNullable);
  checkSaslMechanism(draft);
  adjustReconnectBackoff(draft);
  if (draft.role === 'producer') {
    checkIdempotence(draft);
    nameProducer(draft);
    checkRack(draft);
    adjustDeliveryTimeout(draft);
  } else if (draft.role === 'consumer') {
    checkGroup(draft);
    checkProtocol(draft);
    nameConsumer(draft);
  } else {
    adjustApiTimeout(draft);
  }
}

/** The text of a PASSWORD value, or null. */
export function secretOf(value: unknown): string | null {
  return value instanceof Password ? value.value() : null;
}
