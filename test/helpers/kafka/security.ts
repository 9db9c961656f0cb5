/** Certificates and users for secured listeners. openssl creates all files in the cluster's temporary folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { foreignEnv } from '../addon';

const run = promisify(execFile);

/** Password of every key store and every encrypted key created here. */
export const STORE_PASSWORD = 'test-password';

/** Users of the SASL listeners, for PLAIN and SCRAM alike: name → password. */
export const USERS: Readonly<Record<string, string>> = {
  admin: 'admin-secret',
  alice: 'alice-secret',
  bob: 'bob-secret',
};

export type Mechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER';

/**
 * Java client properties that log in a user of USERS. Any other name gets a wrong password (with OAUTHBEARER it is
 * accepted).
 */
export function saslClientProperties(user: string, mechanism: Mechanism): Record<string, string> {
  const login = `required username="${user}" password="${USERS[user] ?? 'wrong'}";`;
  const jaas = {
    PLAIN: `plain.PlainLoginModule ${login}`,
    'SCRAM-SHA-256': `scram.ScramLoginModule ${login}`,
    'SCRAM-SHA-512': `scram.ScramLoginModule ${login}`,
    OAUTHBEARER: `oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="${user}";`,
  };
  return { 'sasl.mechanism': mechanism, 'sasl.jaas.config': `org.apache.kafka.common.security.${jaas[mechanism]}` };
}

export interface IssuedCertificate {
  /** PEM: the certificate. */
  readonly cert: string;
  /** PEM, PKCS#8, not encrypted. */
  readonly key: string;
  /** PEM, PKCS#8, encrypted with STORE_PASSWORD. */
  readonly encryptedKey: string;
  /** PKCS#12 with certificate, key and CA; STORE_PASSWORD. */
  readonly pkcs12: string;
  /** PEM: key, then certificate (Java's ssl.keystore.type=PEM). */
  readonly keyAndCert: string;
}

/** A separate certificate authority. Every path that it returns is a file in `folder`. */
export class TestCa {
  readonly caFile: string;
  readonly #folder: string;
  readonly #key: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.caFile = join(folder, 'ca.pem');
    this.#key = join(folder, 'ca.key');
  }

  static async create(folder: string): Promise<TestCa> {
    mkdirSync(folder, { recursive: true });
    const ca = new TestCa(folder);
    await ca.#openssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=kafka-napi test CA',
      '-keyout',
      ca.#key,
      '-out',
      ca.caFile,
    ]);
    return ca;
  }

  /**
   * A certificate for CN=name; `san` as openssl writes it, such as "DNS:localhost,IP:127.0.0.1", null for none. `days`
   * below 0: it has expired. `subject` instead of CN=name.
   */
  async issue(
    name: string,
    options: { san?: string | null; password?: string; days?: number; subject?: string } = {},
  ): Promise<IssuedCertificate> {
    const at = (suffix: string): string => join(this.#folder, `${name}${suffix}`);
    const password = `pass:${options.password ?? STORE_PASSWORD}`;
    const issued = {
      cert: at('.pem'),
      key: at('.key'),
      encryptedKey: at('.encrypted.key'),
      pkcs12: at('.p12'),
      keyAndCert: at('.both.pem'),
    };
    writeFileSync(
      at('.ext'),
      `${options.san === null ? '' : `subjectAltName=${options.san ?? 'DNS:localhost,IP:127.0.0.1'}\n`}extendedKeyUsage=serverAuth,clientAuth\n`,
    );
    await this.#openssl([
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      options.subject ?? `/CN=${name}`,
      '-keyout',
      issued.key,
      '-out',
      at('.csr'),
    ]);
    await this.#openssl([
      'x509',
      '-req',
      '-in',
      at('.csr'),
      '-CA',
      this.caFile,
      '-CAkey',
      this.#key,
      '-CAcreateserial',
      '-days',
      String(options.days ?? 2),
      '-extfile',
      at('.ext'),
      '-out',
      issued.cert,
    ]);
    await this.#openssl(['pkcs8', '-topk8', '-in', issued.key, '-out', issued.encryptedKey, '-passout', password]);
    await this.#openssl([
      'pkcs12',
      '-export',
      '-in',
      issued.cert,
      '-inkey',
      issued.key,
      '-certfile',
      this.caFile,
      '-name',
      name,
      '-out',
      issued.pkcs12,
      '-passout',
      password,
    ]);
    writeFileSync(issued.keyAndCert, readFileSync(issued.key, 'utf8') + readFileSync(issued.cert, 'utf8'));
    return issued;
  }

  async #openssl(args: string[]): Promise<void> {
    try {
      await run('openssl', args, { env: foreignEnv() });
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      throw new Error(`openssl ${args[0]} failed: ${stderr ?? message}`, { cause: error });
    }
  }
}

/** The certificates of a cluster with a TLS listener. */
export interface TlsFiles {
  readonly ca: TestCa;
  /** For the brokers: localhost and 127.0.0.1. */
  readonly broker: IssuedCertificate;
  /** For clients (mTLS): CN=client. */
  readonly client: IssuedCertificate;
}

export async function makeTlsFiles(folder: string): Promise<TlsFiles> {
  const ca = await TestCa.create(folder);
  return { ca, broker: await ca.issue('broker'), client: await ca.issue('client') };
}
