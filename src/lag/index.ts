/** `kafka-napi/lag`: how far a group is behind in time, and whether it catches up, from samples of offsets. */
export { EndHistory, type Behind } from './end-history';
export { Growth, trendOf } from './trend';
