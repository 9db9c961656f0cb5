/** The clients. Each is loaded when the first one is created. */
export { createAdmin } from './admin/admin';
export { createConsumer } from './consumer/consumer';
export { createProducer } from './producer/producer';
