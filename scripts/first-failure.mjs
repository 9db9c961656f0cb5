// A reporter for jest that ends the process with the first test that fails, in the process of the tests, and names it.

/** The exit status in that case. jest itself never uses it. */
export const FAILED = 9;

export default class FirstFailure {
  onTestCaseResult(_test, { status, fullName }) {
    if (status !== 'failed') return;
    console.log(`failed: ${fullName}`);
    process.exit(FAILED);
  }
}
