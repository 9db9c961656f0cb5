import type { Route } from '../route';
import type { Services } from '../services';
import { clusterRoutes } from './cluster';
import { downloadRoutes } from './downloads';
import { groupRoutes } from './groups';
import { messageRoutes } from './messages';
import { metricsRoutes } from './metrics';
import { securityRoutes } from './security';
import { sessionRoutes } from './session';
import { topicRoutes } from './topics';

/** Every address of the server but those of the page. The app is made of this and of nothing else. */
export function routeTable(services: Services): Route[] {
  return [
    ...sessionRoutes(services),
    ...clusterRoutes(services),
    ...topicRoutes(services),
    ...messageRoutes(services),
    ...downloadRoutes(services),
    ...groupRoutes(services),
    ...securityRoutes(services),
    ...metricsRoutes(services),
  ];
}
