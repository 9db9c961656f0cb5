// What knows KQL, loaded together where somebody writes it.
export { completions, isReserved } from '../../shared/kql/grammar/words';
export { parse, parseCondition, tokens } from '../../shared/kql/parser';
