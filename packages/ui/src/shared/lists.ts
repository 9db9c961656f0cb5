/** By what the lists of topics and groups sort. What a row does not have comes last, either way. */
export const topicSorts = ['name', 'partitions', 'replicas', 'isr', 'records', 'rate', 'cleanup'] as const;
export type TopicSort = (typeof topicSorts)[number];

export const groupSorts = ['name', 'state', 'type', 'members', 'topics', 'lag', 'trend'] as const;
export type GroupSort = (typeof groupSorts)[number];
