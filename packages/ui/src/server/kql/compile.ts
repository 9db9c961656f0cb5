/** Turns the conditions of a query into functions of records. Nothing of a query's text is ever run as code. */
import type { Condition } from '../../shared/kql/ast';
import {
  compileBetween,
  compileCompare,
  compileContains,
  compileInTest,
  compileIs,
  compileLikeTest,
  compileMatchesTest,
  any,
  type Test,
} from './conditions/tests';
import { MAX_PATTERN_STEPS } from './conditions/matches';
import { compileExpression } from './expressions/compile';
import type { Context, QueryFaults } from './expressions/read';

export type { Context, QueryFaults, Test };

/** A context with counters at 0. `zone`: of times that name none. */
export function contextOf(now: number, zone = 'UTC'): Context {
  return { now, zone, faults: { longText: 0, filter: 0 }, patterns: { stepsLeft: MAX_PATTERN_STEPS } };
}

/**
 * What tells for each record whether the condition holds. The function never throws: a record for which the condition
 * fails does not match, and counts in `context.faults.filter`.
 *
 * @throws FaultError with the code KQL for what only shows here: a pattern of `matches`, a time that does not exist.
 */
export function compileCondition(condition: Condition, context: Context): Test {
  const test = compileNode(condition, context);
  return (record) => {
    try {
      return test(record);
    } catch {
      context.faults.filter++;
      return false;
    }
  };
}

function compileNode(condition: Condition, context: Context): Test {
  switch (condition.kind) {
    case 'and':
      return every(condition.parts.map((part) => compileNode(part, context)));
    case 'or':
      return some(condition.parts.map((part) => compileNode(part, context)));
    case 'not': {
      const test = compileNode(condition.operand, context);
      return (record) => !test(record);
    }
    case 'truth': {
      const { value } = compileExpression(condition.operand, context);
      return (record) => any(value(record), (one) => one === true || one === 'true');
    }
    case 'compare':
      return compileCompare(condition, context);
    case 'between':
      return compileBetween(condition, context);
    case 'in':
      return compileInTest(condition, context);
    case 'is':
      return compileIs(condition, context);
    case 'like':
      return compileLikeTest(condition, context);
    case 'matches':
      return compileMatchesTest(condition, context);
    case 'contains':
      return compileContains(condition, context);
  }
}

function every(tests: Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 2) return (record) => first!(record) && second!(record);
  return (record) => {
    for (const test of tests) if (!test(record)) return false;
    return true;
  };
}

function some(tests: Test[]): Test {
  return (record) => {
    for (const test of tests) if (test(record)) return true;
    return false;
  };
}
