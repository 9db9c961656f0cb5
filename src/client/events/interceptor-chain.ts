import { callPlugin } from '../../user-code/user-code';

/** Has some of the methods. */
type Interceptor<Method extends string> = { [Name in Method | 'close']?: (...args: never[]) => unknown };

/** The chain of `interceptor.classes`. An error of an interceptor is reported, not thrown. */
export class InterceptorChain<Method extends string> {
  readonly #interceptors: readonly Interceptor<Method>[];
  readonly #report: (method: string, error: unknown) => void;

  constructor(interceptors: readonly Interceptor<Method>[], report: (method: string, error: unknown) => void) {
    this.#interceptors = interceptors;
    this.#report = report;
  }

  get any(): boolean {
    return this.#interceptors.length > 0;
  }

  /**
   * Calls the method of each interceptor that has it. `use` gets each result. `args` is called again for each
   * interceptor and ends the chain by returning undefined.
   */
  call(method: Method | 'close', args: () => readonly unknown[] | undefined, use?: (returned: unknown) => void): void {
    for (const interceptor of this.#interceptors) {
      const given = args();
      if (given === undefined) return;
      callPlugin(interceptor, method, given, (error) => this.#report(method, error), use);
    }
  }

  close(): void {
    this.call('close', () => []);
  }
}
