import type { Assignment, PartitionAssigner } from '../types/cluster';
import { AssignerProtocol } from './assigner-protocol';

/**
 * kafkajs's assigner, for programs that call or wrap it. Groups do not use it: librdkafka assigns, with its own
 * `roundrobin`.
 */
const roundRobin: PartitionAssigner = ({ cluster }) => ({
  name: 'RoundRobinAssigner',
  version: 0,

  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).sort();
    const shares = new Map<string, Assignment>();
    const all = topics.flatMap((topic) =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ topic, partitionId })),
    );
    all.forEach(({ topic, partitionId }, i) => {
      const id = ids[i % ids.length]!;
      const share = shares.get(id) ?? (Object.create(null) as Assignment);
      (share[topic] ??= []).push(partitionId);
      shares.set(id, share);
    });
    return [...shares].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: this.version,
        assignment,
        userData: Buffer.alloc(0),
      }),
    }));
  },

  protocol({ topics }) {
    return {
      name: this.name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: this.version, topics, userData: Buffer.alloc(0) }),
    };
  },
});

export const PartitionAssigners: { roundRobin: PartitionAssigner } = { roundRobin };
