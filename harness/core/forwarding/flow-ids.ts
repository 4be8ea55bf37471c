/** Numbers the flows of a node, whatever their protocol, so that no two ever have the same id. */
export class FlowIds {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}
