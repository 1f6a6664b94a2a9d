/** Pairs of what has to be there before what, each thing by its number, in little memory. */
export class Pairs {
  private from = new Uint32Array(1024);
  private to = new Uint32Array(1024);
  private length = 0;

  add(from: number, to: number): void {
    if (this.length === this.from.length) {
      this.from = grown(this.from);
      this.to = grown(this.to);
    }
    this.from[this.length] = from;
    this.to[this.length++] = to;
  }

  /** The numbers below `count` in an order in which each stands behind what has to be there before it; else those of a circle. */
  order(count: number): { readonly order: Uint32Array } | { readonly circle: readonly number[] } {
    const waits = new Uint32Array(count);
    const begins = new Uint32Array(count + 1);
    for (let at = 0; at < this.length; at++) {
      waits[this.to[at] ?? 0] = (waits[this.to[at] ?? 0] ?? 0) + 1;
      begins[(this.from[at] ?? 0) + 1] = (begins[(this.from[at] ?? 0) + 1] ?? 0) + 1;
    }
    for (let n = 0; n < count; n++) begins[n + 1] = (begins[n + 1] ?? 0) + (begins[n] ?? 0);
    const next = new Uint32Array(this.length);
    const filled = begins.slice();
    for (let at = 0; at < this.length; at++) {
      const place = filled[this.from[at] ?? 0] ?? 0;
      next[place] = this.to[at] ?? 0;
      filled[this.from[at] ?? 0] = place + 1;
    }
    const order = new Uint32Array(count);
    let known = 0;
    for (let n = 0; n < count; n++) if (waits[n] === 0) order[known++] = n;
    for (let done = 0; done < known; done++) {
      const one = order[done] ?? 0;
      for (let at = begins[one] ?? 0; at < (begins[one + 1] ?? 0); at++) {
        const other = next[at] ?? 0;
        const left = (waits[other] ?? 0) - 1;
        waits[other] = left;
        if (left === 0) order[known++] = other;
      }
    }
    return known === count ? { order } : { circle: this.circle(waits) };
  }

  /** Going back from what waits, a circle is met. */
  private circle(waits: Uint32Array): number[] {
    const before = new Map<number, number>();
    for (let at = 0; at < this.length; at++) {
      const [from = 0, to = 0] = [this.from[at], this.to[at]];
      if ((waits[from] ?? 0) > 0 && (waits[to] ?? 0) > 0) before.set(to, from);
    }
    const path: number[] = [];
    const seen = new Set<number>();
    let one = before.keys().next().value;
    for (; one !== undefined && !seen.has(one); one = before.get(one)) {
      seen.add(one);
      path.push(one);
    }
    return one === undefined ? path : [...path.slice(path.indexOf(one)), one];
  }
}

function grown(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
