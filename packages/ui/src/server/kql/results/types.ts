import type { Expression } from '../../../shared/kql/ast';

/** The type that every value of the expression has; `any` where that depends on the record. */
export function typeOf(expression: Expression): string {
  switch (expression.kind) {
    case 'meta':
      return expression.name === 'timestamp' ? 'time' : expression.name === 'topic' ? 'string' : 'number';
    case 'aggregate':
      if (expression.name !== 'min' && expression.name !== 'max') return 'number';
      return typeOf(expression.argument!);
    case 'call':
      return callTypes[expression.name] ?? 'any';
    case 'number':
    case 'duration':
      return 'number';
    case 'string':
    case 'boolean':
    case 'time':
      return expression.kind;
    default:
      return 'any';
  }
}

const callTypes: Readonly<Record<string, string | undefined>> = {
  lower: 'string',
  upper: 'string',
  string: 'string',
  length: 'number',
  number: 'number',
  time: 'time',
  bucket: 'time',
};
