import type { Outcome } from '../errors/partial-failure-error';
import { AdminBase, type AnyEachOptions, type Authorized, type EachOptions, type SettledOptions } from './admin-base';
import type { TopicPartition } from './arguments';
import { consumerGroupLag, type GroupLag } from './group-lag';
import * as groupOffsets from './group-offsets';
import * as groups from './groups';
import { resetOffsets, type OffsetReset, type ResetRequest } from './reset-offsets';

/** Consumer groups, their offsets and their lag. */
export abstract class GroupAdmin extends AdminBase {
  listConsumerGroups(options: SettledOptions & groups.GroupFilter): Promise<Outcome<groups.ConsumerGroupListing>[]>;
  listConsumerGroups(options?: EachOptions & groups.GroupFilter): Promise<groups.ConsumerGroupListing[]>;
  /** By id. Every broker is asked; one that cannot answer is a failure beside the groups of the others. */
  listConsumerGroups(options: AnyEachOptions & groups.GroupFilter = {}) {
    return this.each('listConsumerGroups', options, (call) => groups.listConsumerGroups(call, options));
  }

  listGroups(options: SettledOptions & groups.GroupFilter): Promise<Outcome<groups.ConsumerGroupListing>[]>;
  listGroups(options?: EachOptions & groups.GroupFilter): Promise<groups.ConsumerGroupListing[]>;
  /** As {@link listConsumerGroups}: librdkafka lists no groups of other kinds. */
  listGroups(options: AnyEachOptions & groups.GroupFilter = {}) {
    return this.each('listGroups', options, (call) => groups.listConsumerGroups(call, options));
  }

  describeConsumerGroups(
    ids: readonly string[],
    options: SettledOptions & Authorized,
  ): Promise<Outcome<groups.ConsumerGroupDescription>[]>;
  describeConsumerGroups(
    ids: readonly string[],
    options?: EachOptions & Authorized,
  ): Promise<groups.ConsumerGroupDescription[]>;
  describeConsumerGroups(ids: readonly string[], options: AnyEachOptions & Authorized = {}) {
    return this.each('describeConsumerGroups', options, (call) => groups.describeConsumerGroups(call, ids, options));
  }

  deleteConsumerGroups(ids: readonly string[], options: SettledOptions): Promise<Outcome<groups.GroupId>[]>;
  deleteConsumerGroups(ids: readonly string[], options?: EachOptions): Promise<groups.GroupId[]>;
  deleteConsumerGroups(ids: readonly string[], options: AnyEachOptions = {}) {
    return this.each('deleteConsumerGroups', options, (call) => groups.deleteConsumerGroups(call, ids));
  }

  listConsumerGroupOffsets(
    groupId: string,
    options: SettledOptions & groupOffsets.GroupOffsetsQuery,
  ): Promise<Outcome<groupOffsets.GroupOffset>[]>;
  listConsumerGroupOffsets(
    groupId: string,
    options?: EachOptions & groupOffsets.GroupOffsetsQuery,
  ): Promise<groupOffsets.GroupOffset[]>;
  /** Next-to-read offsets. A group that is not there has none. */
  listConsumerGroupOffsets(groupId: string, options: AnyEachOptions & groupOffsets.GroupOffsetsQuery = {}) {
    return this.each('listConsumerGroupOffsets', options, (call) =>
      groupOffsets.listConsumerGroupOffsets(call, groupId, options),
    );
  }

  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options: SettledOptions,
  ): Promise<Outcome<TopicPartition>[]>;
  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options?: EachOptions,
  ): Promise<TopicPartition[]>;
  /** Next-to-read offsets. The group must have no active members; one that is not there is made. */
  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options: AnyEachOptions = {},
  ) {
    return this.each('alterConsumerGroupOffsets', options, (call) =>
      groupOffsets.alterConsumerGroupOffsets(call, groupId, list),
    );
  }

  deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options: SettledOptions,
  ): Promise<Outcome<TopicPartition>[]>;
  deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options?: EachOptions,
  ): Promise<TopicPartition[]>;
  /** Nobody in the group may be subscribed to these topics. */
  deleteConsumerGroupOffsets(groupId: string, partitions: readonly TopicPartition[], options: AnyEachOptions = {}) {
    return this.each('deleteConsumerGroupOffsets', options, (call) =>
      groupOffsets.deleteConsumerGroupOffsets(call, groupId, partitions),
    );
  }

  consumerGroupLag(groupId: string, options: SettledOptions): Promise<Outcome<GroupLag>[]>;
  consumerGroupLag(groupId: string, options?: EachOptions): Promise<GroupLag[]>;
  /** How far the group is in every partition that it has committed an offset of or reads. */
  consumerGroupLag(groupId: string, options: AnyEachOptions = {}) {
    return this.each('consumerGroupLag', options, (call) => consumerGroupLag(call, groupId));
  }

  resetOffsets(groupId: string, request: ResetRequest & SettledOptions): Promise<Outcome<OffsetReset>[]>;
  resetOffsets(groupId: string, request: ResetRequest & EachOptions): Promise<OffsetReset[]>;
  /** Moves the committed offsets of a group without active members. With `dryRun` says what it would do. */
  resetOffsets(groupId: string, request: ResetRequest & AnyEachOptions) {
    return this.each('resetOffsets', request, (call) => resetOffsets(call, groupId, request));
  }
}
