import type { MetricReporter } from '../../config/values/option-types';
import { callPlugin } from '../../user-code/user-code';

/** The objects of `metric.reporters`. An error of a reporter is reported, not thrown. */
export class MetricReporters {
  readonly #reporters: readonly MetricReporter[];
  readonly #failed: (method: string, error: unknown) => void;

  constructor(reporters: readonly MetricReporter[], failed: (method: string, error: unknown) => void) {
    this.#reporters = reporters;
    this.#failed = failed;
  }

  /** Passes the metrics to each reporter. They are created only if there are reporters. */
  report(metrics: () => unknown): void {
    for (const reporter of this.#reporters) this.#call(reporter, 'metrics', [metrics()]);
  }

  close(): void {
    for (const reporter of this.#reporters) this.#call(reporter, 'close', []);
  }

  #call(reporter: MetricReporter, method: 'metrics' | 'close', args: readonly unknown[]): void {
    callPlugin(reporter, method, args, (error) => this.#failed(method, error));
  }
}
