// Reads an answer's body whole, up to a limit.

import { utf8Text } from '../../domain/utf8.ts';
import { BodyEncodingError, BodyTooLargeError } from './failure.ts';

/** A full page of 100,800 data points takes about 4 MB. */
const bodyBytesMax = 16 * 1_024 * 1_024;

/** The bytes of a body, in the form that the SDK asks of a stream collector. */
export async function collectBody(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection that still sends.
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > bodyBytesMax)
      throw new BodyTooLargeError(`the answer is longer than ${bodyBytesMax / 1_024 / 1_024} MiB`);
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks);
  if (utf8Text(body) === null) throw new BodyEncodingError('the answer is no UTF-8 text');
  return body;
}
