// The drill's HTTP service: fixed routes whose bodies carry the tracks' values, answered after a real delay.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { fillPlaceholders } from '../scenario-check.ts';
import type { HttpService } from '../scenario-schema.ts';
import type { Surroundings } from '../world.ts';
import { listen, type DrillServer } from './listener.ts';
import { answer, createWebServer, failAsTold } from './web.ts';

/** No answer is held back longer, in real milliseconds. */
const delayMax = 60_000;

export function startHttpServer(service: HttpService, around: Surroundings): Promise<DrillServer> {
  const server = createWebServer((request, response) => {
    request.resume();
    const fault = around.fault();
    if (fault !== null && failAsTold(fault, response)) return;
    serve(service, around, request, response);
  });
  return listen(server, 'http');
}

function serve(
  service: HttpService,
  around: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const route = Object.hasOwn(service.routes, path) ? service.routes[path] : undefined;
  if (route === undefined) return answer(response, 404, 'text/plain', 'Not Found');
  if (request.method === 'OPTIONS' && route.letsIn) return answerPreflight(route.letsIn, request, response);
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
    return answer(response, 405, 'text/plain', 'Method Not Allowed', { allow: 'GET, HEAD, POST' });
  const { world, now } = around;
  const delay = route.delay === undefined ? 0 : world.number(route.delay, now());
  const reply = (): void => {
    const at = now();
    const filled = (text: string): string => fillPlaceholders(text, (track) => world.text(track, at));
    const headers = Object.fromEntries(
      Object.entries(route.headers).map(([name, value]) => [name, filled(value)]),
    );
    answer(response, route.status, route.type, filled(route.body), headers);
  };
  if (delay <= 0) reply();
  else around.afterReal(Math.min(delay, delayMax), reply);
}

/** A browser's question whether it may let a page in. */
function answerPreflight(
  letsIn: readonly string[],
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const { origin, 'access-control-request-headers': asked } = headers;
  if (origin === undefined || !letsIn.includes(origin)) return answer(response, 204, 'text/plain', '');
  answer(response, 204, 'text/plain', '', {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, HEAD, POST',
    ...(typeof asked === 'string' && { 'access-control-allow-headers': asked }),
  });
}
