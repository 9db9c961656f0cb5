/* global jest */
// The limit of a test, or a hook, that starts other processes. It is there to end one that hangs, not to measure: on a loaded machine
// a JVM alone may take half a minute to start, and some tests start three of them.
jest.setTimeout(180_000);
