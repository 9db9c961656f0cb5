/**
 * When the results of a windowed aggregation go on: with each update, or once for each window, when it has closed.
 * Java's EmitStrategy (KIP-825).
 */
export class EmitStrategy {
  private constructor(readonly type: 'ON_WINDOW_UPDATE' | 'ON_WINDOW_CLOSE') {}

  /** Each update goes on: the default. */
  static onWindowUpdate(): EmitStrategy {
    return new EmitStrategy('ON_WINDOW_UPDATE');
  }

  /** Only the final result goes on, when stream time has passed the end of the window and its grace period. */
  static onWindowClose(): EmitStrategy {
    return new EmitStrategy('ON_WINDOW_CLOSE');
  }
}
