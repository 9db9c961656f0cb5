import { Sampler, type SamplerOptions } from '../../../src/server/monitor/sampler';
import { FakeClock } from './fake-clock';
import { FakeCluster } from './fake-cluster';

/** A sampler of a fake cluster, with a clock that the test moves. */
export class Sampling {
  readonly clock = new FakeClock();
  readonly cluster = new FakeCluster(this.clock);
  readonly sampler: Sampler;

  constructor(options: SamplerOptions = {}) {
    this.sampler = new Sampler(this.cluster, options, this.clock);
  }

  /** Lets time pass while a page asks every 5 s, as pages do. `each`: what happens in each of these steps. */
  async watch(
    ms: number,
    each: () => void = () => undefined,
    topics: string[] = [],
    groups: string[] = [],
  ): Promise<void> {
    for (let passed = 0; passed < ms; passed += 5000) {
      this.sampler.samples({ topics, groups });
      await this.clock.advance(Math.min(5000, ms - passed));
      each();
    }
  }
}
