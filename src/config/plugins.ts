import { invalidValue } from './invalid';

/** Java's default reporter: there is no JMX here, and metrics() needs none. */
const JMX_REPORTER = 'org.apache.kafka.common.metrics.JmxReporter';

/** The objects of a list property that takes objects or classes of the user's; each must have one of the methods. */
export function resolvePlugins<T extends object>(
  property: string,
  list: readonly unknown[],
  methods: readonly string[],
  config: Readonly<Record<string, unknown>>,
): T[] {
  const plugins: T[] = [];
  for (const option of list) {
    if (option === JMX_REPORTER && property === 'metric.reporters') continue;
    if (typeof option === 'string')
      throw invalidValue(property, option, 'A Java class cannot be loaded here: give an object or class');
    const plugin =
      typeof option === 'function'
        ? (new (option as new () => unknown)() as { [method: string]: unknown })
        : (option as { [method: string]: unknown });
    if (!methods.some((method) => typeof plugin[method] === 'function')) {
      throw invalidValue(property, option, `Expected an object or class with ${methods.join('() or ')}()`);
    }
    if (typeof plugin.configure === 'function') plugin.configure(config);
    plugins.push(plugin as T);
  }
  return plugins;
}
