// What nobody sees first, loaded together: the second chunk.
export { Help, ZoneDialog } from '../app/help';
export { Palette } from '../app/palette';
export { Client } from '../pages/client/client';
export { TopicConfigs } from '../pages/configs/configs';
export { Group } from '../pages/group/group';
export { Reset } from '../pages/group/reset';
export { Broker } from '../pages/overview/broker';
export { Produce } from '../pages/produce/produce';
export { Query } from '../pages/query/query';
export { Security } from '../pages/security/security';
export { Consumers } from '../pages/topic/consumers';
export { Partitions } from '../pages/topic/partitions';
export { DeleteTopic } from '../pages/topic/topic-dialogs';
export { CreateTopic } from '../pages/topics/create-topic';
