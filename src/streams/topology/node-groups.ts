/** Joins names into groups. */
export class NodeGroups {
  readonly #parents = new Map<string, string>();

  add(name: string): void {
    this.#parents.set(name, name);
  }

  unite(one: string, other: string): void {
    this.#parents.set(this.root(other), this.root(one));
  }

  root(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    this.#parents.set(name, root);
    return root;
  }

  /** The groups, in the order of their first names. */
  all(): string[][] {
    const groups = new Map<string, string[]>();
    for (const name of this.#parents.keys()) {
      const root = this.root(name);
      const group = groups.get(root);
      if (group) group.push(name);
      else groups.set(root, [name]);
    }
    return [...groups.values()];
  }
}
