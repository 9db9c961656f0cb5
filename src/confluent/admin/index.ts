/** Is loaded when the first admin client is created. */
export { Admin } from './admin';
