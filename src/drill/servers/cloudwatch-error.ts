// An error as CloudWatch sends it, and the token with which it pages.

export class AwsError extends Error {
  /** The shape's name: `ValidationException`. */
  readonly shape: string;
  /** The code of the older query protocol: `ValidationError`. */
  readonly code: string;
  readonly status: number;

  constructor(shape: string, code: string, status: number, message: string) {
    super(message);
    this.shape = shape;
    this.code = code;
    this.status = status;
  }
}

export function pageToken(position: readonly number[]): string {
  return Buffer.from(position.join('.')).toString('base64url');
}

/** The numbers of a token that `pageToken` made. @throws AwsError for any other text. */
export function fromPageToken(token: string, length: number): readonly number[] {
  const text = Buffer.from(token, 'base64url').toString('latin1');
  const position = /^\d{1,9}(\.\d{1,9})*$/.test(text) ? text.split('.').map(Number) : [];
  if (position.length !== length)
    throw new AwsError('InvalidNextToken', 'InvalidNextToken', 400, 'The next token specified is invalid.');
  return position;
}
