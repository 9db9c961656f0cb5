// A reporter for jest that ends the process with the first test that fails, in the process of the tests.

/** The exit status in that case. jest itself never uses it. */
export const FAILED = 9;

export default class FirstFailure {
  onTestCaseResult(_test, { status }) {
    if (status === 'failed') process.exit(FAILED);
  }
}
