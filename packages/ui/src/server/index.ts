export { hashPassword } from './access/passwords';
export { deniable, type Deniable, type UiOptions } from './options';
export { start, type Output, type RunningUi, type StartRequest } from './start';
