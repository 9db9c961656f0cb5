import { EventEmitter } from 'node:events';

type Methods = abstract new (...args: never[]) => EventEmitter & { _setUp(...args: never[]): void };

/**
 * A constructor with the methods of a class, which also works without `new`, with `util.inherits` and
 * `Constructor.call(this)`, and whose methods are enumerable, as those of node-rdkafka are. The class has no private
 * fields: `_setUp` creates the fields.
 */
export function callable<C>(methods: Methods, name: string): C {
  function Constructor(this: unknown, ...args: never[]): unknown {
    const self = (this instanceof Constructor ? this : Object.create(prototype)) as InstanceType<Methods>;
    (EventEmitter as unknown as (this: EventEmitter) => void).call(self);
    self._setUp(...args);
    return self;
  }
  const prototype = methods.prototype as object;
  // Also those that it inherits from, up to EventEmitter.
  for (let one = prototype; one !== EventEmitter.prototype; one = Object.getPrototypeOf(one) as object) {
    for (const key of Object.getOwnPropertyNames(one))
      if (key !== 'constructor') Object.defineProperty(one, key, { enumerable: true });
  }
  Object.defineProperty(prototype, 'constructor', { value: Constructor, configurable: true, writable: true });
  Constructor.prototype = prototype;
  Object.defineProperty(Constructor, 'name', { value: name, configurable: true });
  return Constructor as unknown as C;
}
