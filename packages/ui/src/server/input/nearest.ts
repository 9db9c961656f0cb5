export { nearest } from '../../shared/nearest';
