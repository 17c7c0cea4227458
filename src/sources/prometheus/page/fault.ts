// What makes a page unreadable. It is thrown inside the parser only, and comes out of it as data.

export class PageFault extends Error {
  /** Offset in the page. */
  readonly at: number;
  /** There is more on the page than is taken in, which is no mistake of its writer. */
  readonly tooMany: boolean;

  constructor(at: number, message: string, { tooMany = false }: { readonly tooMany?: boolean } = {}) {
    super(message);
    this.at = at;
    this.tooMany = tooMany;
  }
}
