/** What a reader returns: the data, and everything odd it met that did not make the data wrong. */
export interface Parsed<T> {
  readonly value: T;
  readonly warnings: readonly string[];
}
