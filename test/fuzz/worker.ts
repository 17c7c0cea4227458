// A thread that tries inputs without end. Who started it sees in shared memory what is being tried, and ends it when that takes too long.

import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { inputOf, tried } from './runner.ts';
import { beginCase, endCase, type WorkerMessage, type WorkerOrder } from './shared-case.ts';

// Node itself takes types away, and knows nothing of the wall's elements.
const terminal = '@xterm/headless';
registerHooks({
  // What this package exports Node cannot tell by its names, while vitest can.
  resolve: (specifier, context, next) =>
    specifier === terminal && context.conditions.includes('import')
      ? { url: 'fuzz:terminal', format: 'module', shortCircuit: true }
      : next(specifier, context),
  load(url, context, next) {
    if (url === 'fuzz:terminal') {
      const source = `import { createRequire } from 'node:module'; export const { Terminal } = createRequire(${JSON.stringify(import.meta.url)})('${terminal}');`;
      return { format: 'module', source, shortCircuit: true };
    }
    if (!url.endsWith('.tsx')) return next(url, context);
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
      loader: 'tsx',
      format: 'esm',
      jsx: 'automatic',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

const order: WorkerOrder = workerData;
const { targets } = await import('./targets.ts');
const target = targets.find(({ name }) => name === order.target);
if (!target || !parentPort) throw new Error(`no target is called ${order.target}`);
const port = parentPort;
const say = (message: WorkerMessage): void => port.postMessage(message);

const open = await target.open();
const until = performance.now() + order.ms;
let tries = 0;
for (let number = order.from; performance.now() < until && (order.input === null || tries === 0); number++) {
  const input = order.input ?? inputOf(open, order.seed, number);
  beginCase(order.shared, number, input);
  const outcome = await tried(open, input);
  // What escapes at the next turn belongs to this case.
  await new Promise<void>((resolve) => setImmediate(resolve));
  endCase(order.shared);
  tries++;
  if ('problem' in outcome) say({ type: 'failed', number, input, problem: outcome.problem });
}
await open.close();
say({ type: 'done', tries });
