export { MockCluster, type MockClusterOptions, type RequestKind } from './mock-cluster';
