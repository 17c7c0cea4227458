// What the drill's services over HTTP share: reading a bounded body, answering, and failing on purpose.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { FaultMode } from '../scenario-schema.ts';

/**
 * An HTTP server that never closes an idle connection: a slow poll must not meet a connection that is just being closed, and
 * show as a fault what the scenario does not say. It sends no Date: the machine's would be another time than the drill's.
 */
export function createWebServer(handle: RequestListener): Server {
  return createServer({ keepAliveTimeout: 0, keepAlive: true }, (request, response) => {
    response.sendDate = false;
    handle(request, response);
  });
}

/** A longer request is not read. */
const requestBytesMax = 4_194_304;

/** The body, gunzipped where it came so; null when it is too long or broken. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const zipped = request.headers['content-encoding'] === 'gzip';
  // An error of the request does not travel through `pipe`: the unzipped stream has to be told.
  const stream: Readable = zipped ? request.pipe(createGunzip()) : request;
  if (zipped) request.on('error', (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes: unknown = chunk;
      if (!(bytes instanceof Buffer)) return null;
      size += bytes.length;
      if (size > requestBytesMax) return null;
      chunks.push(bytes);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

const errorPage = `<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>`;

/** Fails as the mode says. @returns false when the mode is none that every service over HTTP knows. */
export function failAsTold(mode: FaultMode, response: ServerResponse): boolean {
  switch (mode) {
    case 'hang':
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'html':
      answer(response, 200, 'text/html; charset=utf-8', errorPage);
      return true;
    case 'error':
      answer(response, 503, 'text/plain', 'Service Unavailable');
      return true;
    case 'half':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
      response.write('{"status":"o', () => response.socket?.destroy());
      return true;
    case 'garbage':
      // Escape sequences that would retitle and clear a terminal that shows them raw.
      answer(response, 200, 'application/json', '\u001B]0;owned\u0007\u001B[2J{"status":');
      return true;
    case 'refuse':
    case 'noauth':
    case 'loading':
    case 'wrong-type':
    case 'wrong-chain':
    case 'stale-head':
    case 'throttle':
    case 'expired':
      return false;
  }
}
