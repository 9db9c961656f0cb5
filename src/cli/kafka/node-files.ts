import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { escaped, listenerProperties, protocolOf } from './security';
import type { ClusterState, NodeState } from './state';

export const nodeFolder = (folder: string, { id }: NodeState): string => path.join(folder, `node-${id}`);
export const propertiesFile = (folder: string, node: NodeState): string =>
  path.join(nodeFolder(folder, node), 'server.properties');
export const logFile = (folder: string, node: NodeState): string => path.join(nodeFolder(folder, node), 'server.log');
/** Output of the JVM itself; usually empty. */
export const outFile = (folder: string, node: NodeState): string => path.join(nodeFolder(folder, node), 'server.out');
export const loggingFile = (folder: string): string => path.join(folder, 'log4j2.properties');

/** Ten files of 10 MB. */
const logging = `status = error
appender.out.type = RollingFile
appender.out.name = out
appender.out.fileName = \${sys:kafka.napi.log}
appender.out.filePattern = \${sys:kafka.napi.log}.%i
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d] %p %m (%c)%n
appender.out.policies.type = Policies
appender.out.policies.size.type = SizeBasedTriggeringPolicy
appender.out.policies.size.size = 10MB
appender.out.strategy.type = DefaultRolloverStrategy
appender.out.strategy.max = 10
rootLogger.level = info
rootLogger.appenderRef.out.ref = out
`;

/** A single node has no replicas; three nodes replicate each other. */
export function properties(folder: string, state: ClusterState, node: NodeState): Record<string, string> {
  const protocol = protocolOf(state);
  const replicas = String(Math.min(3, state.nodes.length));
  const inSync = state.nodes.length >= 3 ? '2' : '1';
  return {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': state.nodes.map((one) => `${one.id}@localhost:${one.controllerPort}`).join(','),
    listeners: `${protocol}://localhost:${node.port},CONTROLLER://localhost:${node.controllerPort}`,
    'advertised.listeners': `${protocol}://localhost:${node.port}`,
    'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,${protocol}:${protocol}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': protocol,
    'log.dirs': path.join(nodeFolder(folder, node), 'data'),
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': '0',
    ...listenerProperties(folder, state),
    ...Object.fromEntries(state.config.map((pair) => pair.split(/=(.*)/s) as [string, string])),
  };
}

/** Writes the files that each node reads when it starts. */
export function writeNodeFiles(folder: string, state: ClusterState): void {
  writeFileSync(loggingFile(folder), logging);
  for (const node of state.nodes) {
    mkdirSync(nodeFolder(folder, node), { recursive: true });
    const lines = Object.entries(properties(folder, state, node)).map(([name, value]) => `${name}=${escaped(value)}\n`);
    // It may contain passwords.
    writeFileSync(propertiesFile(folder, node), lines.join(''), { mode: 0o600 });
  }
}
