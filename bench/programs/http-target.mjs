// What the polls of the bench go to: answers every request with a small JSON document, and tells its parent on exit how many.
import { createServer } from 'node:http';

let requests = 0;
const server = createServer((_, response) => {
  requests++;
  response.setHeader('content-type', 'application/json');
  response.end('{"status":"ok","depth":3}');
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('message', () => process.send?.({ requests }));
