import { configurePlugin, construct } from '../user-code/user-code';
import { invalidValue } from './invalid';

/** Java's default reporter. There is no JMX here, and metrics() does not need it. */
const JMX_REPORTER = 'org.apache.kafka.common.metrics.JmxReporter';

/** The user's objects from a list property that accepts objects or classes. Each must have one of the methods. */
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
      typeof option === 'function' ? construct(option as new () => unknown) : (option as { [method: string]: unknown });
    if (!methods.some((method) => typeof plugin[method] === 'function')) {
      throw invalidValue(property, option, `Expected an object or class with ${methods.join('() or ')}()`);
    }
    configurePlugin(plugin, config);
    plugins.push(plugin as T);
  }
  return plugins;
}
