// What goes wrong between us and the server, told apart by what it says of the server and of the connection.

import type { Lacking } from '../../domain/answer.ts';

export interface Trouble extends Lacking {
  /** It says nothing about whether the server is up: our network, our password, our query. */
  readonly ours: boolean;
  /** Nothing can be asked through this connection any more. */
  readonly fatal: boolean;
}

/** Carries a trouble through the client library, which knows only errors. */
export class TroubleError extends Error {
  override readonly name = 'TroubleError';
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.gap.message);
    this.trouble = trouble;
  }
}
