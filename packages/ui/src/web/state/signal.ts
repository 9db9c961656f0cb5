import { options, type Component, type VNode } from 'preact';

/**
 * Values that render again what has read them: `signal` and `computed` of @preact/signals, in as far as this page uses
 * them. The library has the same names and 3 KB more, which the page has not: to go back is to change the imports.
 */

/** The hooks by which preact's own `hooks` and `signals` know what is rendered; they are not in its types. */
interface RenderHooks {
  __r?: (vnode: VNode) => void;
  diffed?: (vnode: VNode) => void;
  unmount?: (vnode: VNode) => void;
}

type Rendered = Component<object, object>;

const componentOf = (vnode: VNode): Rendered | null => (vnode as { __c?: Rendered | null }).__c ?? null;

let rendering: Rendered | null = null;
/** Of each component the signals that it has read: it is taken off them when it is gone. */
const readBy = new WeakMap<Rendered, Set<Set<Rendered>>>();

const hooks = options as RenderHooks;
const { __r: beforeRender, diffed, unmount } = hooks;
hooks.__r = (vnode) => {
  beforeRender?.(vnode);
  rendering = componentOf(vnode);
};
hooks.diffed = (vnode) => {
  rendering = null;
  diffed?.(vnode);
};
hooks.unmount = (vnode) => {
  const component = componentOf(vnode);
  if (component !== null) readBy.get(component)?.forEach((readers) => readers.delete(component));
  unmount?.(vnode);
};

export class Signal<T> {
  #value: T;
  readonly #readers = new Set<Rendered>();
  readonly #subscribers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    if (rendering !== null) {
      this.#readers.add(rendering);
      const known = readBy.get(rendering);
      if (known === undefined) readBy.set(rendering, new Set([this.#readers]));
      else known.add(this.#readers);
    }
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const reader of this.#readers) reader.setState({});
    for (const subscriber of this.#subscribers) subscriber(value);
  }

  /** The value, for one who does not want to know of the next. */
  peek(): T {
    return this.#value;
  }

  /** Calls with the value now, and with each after it. */
  subscribe(subscriber: (value: T) => void): void {
    this.#subscribers.add(subscriber);
    subscriber(this.#value);
  }
}

export const signal = <T>(value: T): Signal<T> => new Signal(value);

/** What follows from other signals: it is found anew whenever it is read. */
export const computed = <T>(find: () => T): { readonly value: T } => ({
  get value() {
    return find();
  },
});
