// One statement through the extended protocol, written by hand: the server refuses a second statement in it, no more than two
// rows are fetched, and values stay the texts that the server has sent.

import type { Connection, Submittable } from 'pg';

/** Enough to tell one row from several. */
const rowsMax = 2;

export interface Column {
  readonly name: string;
  /** The type's OID in pg_type. */
  readonly type: number;
}

export interface Rows {
  readonly columns: readonly Column[];
  /** At most two; null is SQL's null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** What `pg` calls while its active query is this one. */
export class Statement implements Submittable {
  readonly done: Promise<Rows>;
  readonly #text: string;
  readonly #columns: Column[] = [];
  readonly #rows: (readonly (string | null)[])[] = [];
  readonly #resolve: (rows: Rows) => void;
  readonly #reject: (error: unknown) => void;

  constructor(text: string) {
    const { promise, resolve, reject } = Promise.withResolvers<Rows>();
    this.done = promise;
    this.#text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.stream.write(messagesFor(this.#text));
  }

  handleRowDescription({
    fields,
  }: {
    readonly fields: readonly { name: string; dataTypeID: number }[];
  }): void {
    for (const { name, dataTypeID } of fields) this.#columns.push({ name, type: dataTypeID });
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(fields);
  }

  handleReadyForQuery(): void {
    this.#resolve({ columns: this.#columns, rows: this.#rows });
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  // There are more rows than were asked for; the Sync that was sent along ends the portal.
  handlePortalSuspended(): void {}

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleCopyData(): void {}

  handleCopyInResponse(): void {}
}

/** Parse, Bind, Describe, Execute and Sync in one write; https://www.postgresql.org/docs/current/protocol-message-formats.html */
function messagesFor(text: string): Buffer {
  const none = Buffer.from([0, 0]);
  const unnamed = Buffer.from([0]);
  const rows = Buffer.from([0, 0, 0, rowsMax]);
  return Buffer.concat([
    message('P', unnamed, Buffer.from(text, 'utf8'), unnamed, none),
    message('B', unnamed, unnamed, none, none, none),
    message('D', Buffer.from('P'), unnamed),
    message('E', unnamed, rows),
    message('S'),
  ]);
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
