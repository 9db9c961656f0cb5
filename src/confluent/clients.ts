/** The clients. Each is loaded when the first one is created. */
export { Admin } from './admin/index';
export { Consumer } from './consumer/consumer';
export { Producer } from './producer/producer';
