// A largest-first heap of pairs by count; among equal counts the smaller key comes first, so that training is
// deterministic.

export class PairHeap {
  private readonly counts: number[] = []
  private readonly keys: number[] = []

  get size(): number {
    return this.counts.length
  }

  push(key: number, count: number): void {
    let hole = this.counts.length
    this.counts.push(count)
    this.keys.push(key)
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!this.before(count, key, parent)) break
      this.move(parent, hole)
      hole = parent
    }
    this.set(hole, key, count)
  }

  /** The pair with the largest count, or null when the heap is empty. */
  pop(): { readonly key: number; readonly count: number } | null {
    const key = this.keys[0]
    const count = this.counts[0]
    if (key === undefined || count === undefined) return null
    const lastKey = this.keys.pop() as number
    const lastCount = this.counts.pop() as number
    const length = this.counts.length
    if (length > 0) this.sink(lastKey, lastCount, length)
    return { key, count }
  }

  private sink(key: number, count: number, length: number): void {
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= length) break
      if (
        child + 1 < length &&
        this.before(this.counts[child + 1] as number, this.keys[child + 1] as number, child)
      )
        child++
      if (this.before(count, key, child)) break
      this.move(child, hole)
      hole = child
    }
    this.set(hole, key, count)
  }

  private before(count: number, key: number, other: number): boolean {
    const otherCount = this.counts[other] as number
    return count > otherCount || (count === otherCount && key < (this.keys[other] as number))
  }

  private move(from: number, to: number): void {
    this.set(to, this.keys[from] as number, this.counts[from] as number)
  }

  private set(at: number, key: number, count: number): void {
    this.keys[at] = key
    this.counts[at] = count
  }
}
