// All that is not seen at once: the second chunk. One chunk has one dictionary, so it is smaller than many.
export { Help, ZoneDialog } from '../app/help';
export { Palette } from '../app/palette';
export { Client } from '../pages/client/client';
export { Group } from '../pages/group/group';
export { Reset } from '../pages/group/reset';
export { Broker } from '../pages/overview/broker';
export { Query } from '../pages/query/query';
export { Security } from '../pages/security/security';
export { Topic } from '../pages/topic/topic';
export { CreateTopic } from '../pages/topics/create-topic';
