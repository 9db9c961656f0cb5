import type { Assignment, ISerializer, MemberAssignment, MemberMetadata } from '../types/cluster';
import { BytesReader, BytesWriter } from './bytes';

/** What a member says when it joins: its topics. */
const memberMetadata: ISerializer<MemberMetadata> = {
  encode({ version, topics, userData = Buffer.alloc(0) }) {
    const writer = new BytesWriter().int16(version);
    return writer
      .list(topics, (topic) => writer.string(topic))
      .bytes(userData)
      .done();
  },

  decode(buffer) {
    const reader = new BytesReader(buffer);
    return {
      version: reader.int16(),
      topics: reader.list(() => reader.string()) as string[],
      userData: reader.bytes() as Buffer,
    };
  },
};

/** What a member gets from the leader: its partitions. */
const memberAssignment: ISerializer<MemberAssignment> = {
  encode({ version, assignment, userData = Buffer.alloc(0) }) {
    const writer = new BytesWriter().int16(version);
    return writer
      .list(Object.keys(assignment), (topic) =>
        writer.string(topic).list(assignment[topic]!, (partition) => writer.int32(partition)),
      )
      .bytes(userData)
      .done();
  },

  /** `null` for bytes that hold nothing. */
  decode(buffer) {
    const reader = new BytesReader(buffer);
    if (reader.left < 2) return null;
    const version = reader.int16();
    const assignment: Assignment = {};
    reader.list(() => {
      const topic = reader.string()!;
      assignment[topic] = reader.list(() => reader.int32());
    });
    return { version, assignment, userData: reader.bytes() as Buffer };
  },
};

export const AssignerProtocol: {
  MemberMetadata: ISerializer<MemberMetadata>;
  MemberAssignment: ISerializer<MemberAssignment>;
} = { MemberMetadata: memberMetadata, MemberAssignment: memberAssignment };
