/**
 * A real Apache Kafka 4.3.1 for tests: KRaft, combined mode, one node or three, on free ports of 127.0.0.1, in a
 * temporary folder. Needs Java 17 (JDK) and Maven; the jars come from Maven Central once, into .cache/.
 *
 *   const kafka = await KafkaCluster.start();              // one node, about 3 s
 *   await kafka.createTopic('t', { partitions: 4 });       // milliseconds: Java's own clients in one helper JVM
 *   … 'bootstrap.servers': kafka.bootstrapServers …
 *   await kafka.produce('t', [{ key: 'k', value: 'v', headers: [['h', null]], partition: 0 }]);
 *   const records = await kafka.consume('t', { isolation: 'read_committed' });   // Java's view: everything in it now
 *   await kafka.tool('kafka-topics', ['--bootstrap-server', kafka.bootstrapServers, '--list']);   // { code, stdout, stderr }
 *   await kafka.stop();                                    // or: await using kafka = …
 *
 * By hand, or for another program: node -r ./test/helpers/kafka/ts-hook.js test/helpers/kafka/run.ts --nodes 3
 * name=value…
 *
 * Faults (node ids count from 1): `kill(1)` SIGKILL, `restart(1)`, `shutdown(1)` controlled, `pause(1)` / `resume(1)`
 * freeze. Three nodes: `await kafka.waitForInSync()` before the next fault. A node keeps its ports and data across
 * restarts; after a SIGKILL it is let in again when its old session has run out (4 s; config
 * 'broker.session.timeout.ms'). Tests without faults share one cluster: see shared-kafka.ts.
 *
 *   await KafkaCluster.start({ nodes: 3 });
 *   await KafkaCluster.start({ config: { 'auto.create.topics.enable': 'true', 'message.max.bytes': '100000000' } });
 *   const kafka = await KafkaCluster.start({ listeners: ['SASL_SSL', 'SSL'], authorizer: true });
 *   … 'bootstrap.servers': kafka.bootstrap('SASL_SSL'), 'ssl.ca.location': kafka.tls.ca.caFile, users: USERS of security.ts …
 *   … or Java's names: kafka.clientProperties('SASL_SSL', { user: 'alice', mechanism: 'SCRAM-SHA-256' })
 *
 * A PLAINTEXT listener is always there; with an authorizer its anonymous user is a super user, so that createTopic,
 * addAcl and the rest keep working. No JVM outlives the test process, however that ends.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrokerProcess } from './broker-process';
import { KafkaEndpoint } from './kafka-endpoint';
import { claimPorts, isAlive, releasePorts } from './ports';
import { type Mechanism, type TlsFiles, makeTlsFiles, saslClientProperties } from './security';
import { type NodePorts, type Protocol, scramFormatArgs, serverProperties } from './server-properties';

export interface ClusterOptions {
  /** Default 1. */
  readonly nodes?: 1 | 3;
  /** Server properties that override those of server-properties.ts; the same for every node. */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Listeners in addition to PLAINTEXT. SASL: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 with the users of security.ts,
   * OAUTHBEARER unsigned.
   */
  readonly listeners?: readonly Exclude<Protocol, 'PLAINTEXT'>[];
  /**
   * For the SSL listener. Default "requested": a client certificate is checked if there is one (its user is "CN=…").
   */
  readonly clientAuth?: 'none' | 'requested' | 'required';
  /** StandardAuthorizer: denies everything that no ACL allows. Default false. */
  readonly authorizer?: boolean;
  /** Default User:ANONYMOUS (the PLAINTEXT listener) and User:admin. */
  readonly superUsers?: readonly string[];
  /** Java's -Xmx of a node; default 512m. */
  readonly maxHeap?: string;
  /**
   * Ports of the test's own proxies, one per node: an additional listener tells its clients to connect through them.
   */
  readonly proxies?: readonly number[];
  /** For benchmarks: a JVM that starts slower and runs faster. Default false. */
  readonly fullSpeed?: boolean;
}

export class KafkaCluster extends KafkaEndpoint {
  /** The folder of this cluster, deleted by `stop`. */
  readonly folder: string;
  readonly #nodes: readonly BrokerProcess[];
  readonly #ports: readonly NodePorts[];
  readonly #claimed: readonly number[];
  readonly #tls: TlsFiles | undefined;

  private constructor(
    folder: string,
    nodes: BrokerProcess[],
    ports: NodePorts[],
    claimed: number[],
    tls: TlsFiles | undefined,
  ) {
    super(addresses(ports, 'PLAINTEXT'));
    this.folder = folder;
    this.#nodes = nodes;
    this.#ports = ports;
    this.#claimed = claimed;
    this.#tls = tls;
  }

  /** Starts a cluster; resolves when every node is up and known. */
  static async start(options: ClusterOptions = {}): Promise<KafkaCluster> {
    const count = options.nodes ?? 1;
    const extra = options.listeners ?? [];
    const perNode = 2 + extra.length + (options.proxies ? 1 : 0);
    const claimed = await claimPorts(count * perNode);
    const folder = makeFolder();
    try {
      const ports: NodePorts[] = [];
      for (let i = 0; i < count; i++) {
        const [controller, plaintext, ...rest] = claimed.slice(i * perNode, (i + 1) * perNode) as [
          number,
          number,
          ...number[],
        ];
        const others = Object.fromEntries(extra.map((name, k) => [name, rest[k] as number]));
        const advertised = options.proxies?.[i];
        const proxied = advertised === undefined ? undefined : { port: rest[extra.length] as number, advertised };
        ports.push({ controller, listeners: { PLAINTEXT: plaintext, ...others }, proxied });
      }
      const tls = extra.some((name) => name.endsWith('SSL')) ? await makeTlsFiles(join(folder, 'tls')) : undefined;
      const sasl = extra.some((name) => name.startsWith('SASL'));
      const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A'); // an argument must not look like an option
      const nodes = ports.map((_, i) => {
        const properties = serverProperties({
          nodeId: i + 1,
          ports,
          tls,
          clientAuth: options.clientAuth ?? 'requested',
          authorizer: options.authorizer ?? false,
          superUsers: options.superUsers ?? ['User:ANONYMOUS', 'User:admin'],
        });
        return new BrokerProcess({
          nodeId: i + 1,
          folder: join(folder, `node-${i + 1}`),
          clusterId,
          properties: { ...properties, ...options.config },
          formatArgs: sasl ? scramFormatArgs() : [],
          maxHeap: options.maxHeap ?? '512m',
          fullSpeed: options.fullSpeed ?? false,
        });
      });
      const cluster = new KafkaCluster(folder, nodes, ports, claimed, tls);
      try {
        await cluster.#startNodes();
      } catch (error) {
        await cluster.stop();
        throw error;
      }
      return cluster;
    } catch (error) {
      releasePorts(claimed);
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async #startNodes(): Promise<void> {
    const results = await Promise.allSettled(this.#nodes.map((node) => node.start()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    // Each node knows itself now, but not yet the others.
    if (this.#nodes.length > 1) await this.waitForNodes(this.#nodes.length);
  }

  /** "127.0.0.1:port,…" of a listener. */
  bootstrap(listener: Protocol): string {
    return addresses(this.#ports, listener);
  }

  /** "127.0.0.1:port" of one node. */
  address(node: number, listener: Protocol = 'PLAINTEXT'): string {
    this.#node(node);
    return addresses([this.#ports[node - 1] as NodePorts], listener);
  }

  /** The port that the proxy of a node must connect to. */
  proxiedPort(node: number): number {
    this.#node(node);
    const { proxied } = this.#ports[node - 1] as NodePorts;
    if (proxied === undefined) throw new Error('this cluster was started without proxies');
    return proxied.port;
  }

  /** The certificates; only if a listener uses TLS. */
  get tls(): TlsFiles {
    if (this.#tls === undefined) throw new Error('this cluster has no TLS listener');
    return this.#tls;
  }

  /** Resolves when the metadata of every running node show `count` live nodes. */
  async waitForNodes(count: number): Promise<void> {
    const running = this.#nodes.filter((node) => node.running).map((node) => this.address(node.nodeId));
    await Promise.all(
      running.map((address) => this.bridge.call('waitForNodes', { count }, { 'bootstrap.servers': address })),
    );
  }

  /** Resolves when every replica of every partition is in sync: after that the next node may be killed without loss. */
  async waitForInSync(): Promise<void> {
    await this.bridge.call('waitForInSync', {});
  }

  /**
   * Java client properties for a listener: address, protocol, trust, and the login of a user of security.ts (default
   * admin).
   */
  clientProperties(listener: Protocol, login: { user?: string; mechanism?: Mechanism } = {}): Record<string, string> {
    return {
      'bootstrap.servers': this.bootstrap(listener),
      'security.protocol': listener,
      ...(listener.endsWith('SSL')
        ? { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': this.tls.ca.caFile }
        : {}),
      ...(listener.startsWith('SASL') ? saslClientProperties(login.user ?? 'admin', login.mechanism ?? 'PLAIN') : {}),
    };
  }

  /** SIGKILL: no orderly shutdown, and data not yet passed to the kernel is lost. Resolves when the process is gone. */
  kill(node: number): Promise<void> {
    return this.#node(node).kill();
  }

  /** Kafka's controlled shutdown. Resolves when the process is gone. */
  shutdown(node: number): Promise<void> {
    return this.#node(node).shutdown();
  }

  /**
   * Starts a stopped node, or restarts a running one; same ports, same data. `config`: server properties that apply to
   * this start only. Resolves when it is up and registered.
   */
  async restart(node: number, config: Readonly<Record<string, string>> = {}): Promise<void> {
    const broker = this.#node(node);
    await broker.shutdown();
    broker.writeProperties(config);
    await broker.start();
  }

  /** SIGSTOP: the node's connections stay open, but nothing answers. */
  pause(node: number): void {
    this.#node(node).pause();
  }

  /** SIGCONT. */
  resume(node: number): void {
    this.#node(node).resume();
  }

  isRunning(node: number): boolean {
    return this.#node(node).running;
  }

  /** Process id of a node that runs. */
  pid(node: number): number | undefined {
    return this.#node(node).pid;
  }

  /** log.dirs of a node: one folder per partition, named topic-partition. */
  dataDir(node: number): string {
    return this.#node(node).dataDir;
  }

  /** What a node has logged so far. */
  log(node: number): string {
    return readFileSync(this.#node(node).logFile, 'utf8');
  }

  /** Kills every process and deletes every file of the cluster. May be called twice. */
  async stop(): Promise<void> {
    await Promise.all([this.close(), ...this.#nodes.map((node) => node.kill())]);
    releasePorts(this.#claimed);
    rmSync(this.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #node(id: number): BrokerProcess {
    const node = this.#nodes[id - 1];
    if (node === undefined) throw new Error(`there is no node ${id}: ids are 1 to ${this.#nodes.length}`);
    return node;
  }
}

const FOLDER_PREFIX = 'kafka-napi-cluster-';

/** Where the folders of clusters are, instead of in the folder for temporary files. */
export const PARENT_VARIABLE = 'KAFKA_NAPI_TEST_CLUSTERS';

/**
 * A folder named after this process. Also deletes folders of processes that were killed before they could delete their
 * own.
 */
function makeFolder(): string {
  const parent = process.env[PARENT_VARIABLE] ?? tmpdir();
  for (const name of readdirSync(parent)) {
    const owner = name.startsWith(FOLDER_PREFIX) ? Number(name.slice(FOLDER_PREFIX.length).split('-')[0]) : NaN;
    if (!Number.isInteger(owner) || isAlive(owner)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // It still contains a mounted disk of a killed chaos run, or another process is deleting it too. This does not
      // concern this cluster.
    }
  }
  return mkdtempSync(join(parent, `${FOLDER_PREFIX}${process.pid}-`));
}

function addresses(ports: readonly NodePorts[], listener: Protocol): string {
  return ports
    .map((node) => {
      const port = node.listeners[listener];
      if (port === undefined) throw new Error(`this cluster has no ${listener} listener`);
      return `127.0.0.1:${port}`;
    })
    .join(',');
}
