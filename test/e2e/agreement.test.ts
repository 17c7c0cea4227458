// What of the environment a profile hands to other machines, by the built program: told, asked about once, and kept back.
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { othersCredentials } from '../../src/cli/kept/agreement.ts';
import { onTerminal, temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { elsewhere } from '../support/elsewhere.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';

beforeAll(ensureBuilt, 60_000);

const env = {
  SHOP_TOKEN: 'tok-4711-abc',
  AWS_SECRET_ACCESS_KEY: 'aws-very-secret-4711',
  SHOP_REGION: 'north',
};

interface Far {
  readonly host: string;
  readonly folder: string;
  /** What each request brought: its path and one header. */
  readonly asked: string[];
  /** Writes the profile with these headers. */
  readonly write: (headers: string, path?: string) => void;
}

/** A server on this machine's own address, which to a source is a host as any other, and a stranger's profile over it. */
async function far(file = 'shop.yaml'): Promise<Far> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${String(request.headers['x-key'] ?? '')}`);
    response.end('{"depth":3}');
  });
  server.listen(0, elsewhere ?? '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const folder = temporaryFolder();
  const host = elsewhere ?? '127.0.0.1';
  return {
    host,
    folder,
    asked,
    write: (headers, path = '/stats') =>
      writeFileSync(
        join(folder, file),
        `profile: shop/test
title: Shop
sources:
  api: { kind: http, url: "http://${host}:${port}${path}", every: 300ms, timeout: 2s, headers: { ${headers} } }
metrics:
  depth: { title: Depth, from: api, read: { json: /depth }, target: "< 100" }
`,
      ),
  };
}

const key = 'x-key: "${AWS_SECRET_ACCESS_KEY:-none}"';
const token = 'x-key: "${SHOP_TOKEN}"';

describe.skipIf(elsewhere === null)('where nobody can be asked', () => {
  test('it goes on, and says what is sent to whom', async () => {
    const { folder, host, asked, write } = await far();
    write(token);
    const { code, stderr } = await runToEnd(['check', 'shop.yaml'], { cwd: folder, env });
    expect([code, asked]).toEqual([0, ['/stats tok-4711-abc']]);
    expect(stderr).toContain(`launchwall: shop.yaml sends SHOP_TOKEN → ${host}\n`);
  });

  test('other tools’ own credentials stay here, but for those that --env names', async () => {
    const { folder, host, asked, write } = await far();
    write(key);
    const kept = await runToEnd(['check', 'shop.yaml'], { cwd: folder, env });
    expect(kept.stderr).toContain(
      `launchwall: AWS_SECRET_ACCESS_KEY → ${host} is not sent: it is another tool's own; --env NAME,… gives it`,
    );
    const given = await runToEnd(['check', 'shop.yaml', '--env', 'AWS_SECRET_ACCESS_KEY'], {
      cwd: folder,
      env,
    });
    expect(given.stderr).toContain('sends AWS_SECRET_ACCESS_KEY → ');
    expect(asked).toEqual(['/stats none', '/stats aws-very-secret-4711']);
  }, 60_000);

  test('--env says which variables there are', async () => {
    const { folder, asked, write } = await far();
    write('x-key: "${SHOP_TOKEN:-none}"', '/${SHOP_REGION:-nowhere}');
    for (const names of ['SHOP_TOKEN', 'SHOP_REGION', ''])
      await runToEnd(['check', 'shop.yaml', '--env', names], { cwd: folder, env });
    expect(asked).toEqual(['/nowhere tok-4711-abc', '/north none', '/nowhere none']);
    const wrong = await runToEnd(['check', 'shop.yaml', '--env', 'A,B-C'], { cwd: folder, env });
    expect([wrong.code, wrong.stderr]).toEqual([
      64,
      expect.stringContaining('--env: "B-C" is no name of a variable'),
    ]);
    write(token);
    const missing = await runToEnd(['check', 'shop.yaml', '--env', 'X'], { cwd: folder, env });
    expect([missing.code, missing.stderr]).toEqual([
      65,
      expect.stringContaining('the environment variable SHOP_TOKEN is not set'),
    ]);
  }, 60_000);

  test('a profile in the person’s own folder has what it names, without a word', async () => {
    const { folder, asked, write } = await far('launchwall/profiles/own.yaml'.replaceAll('/', '_'));
    mkdirSync(join(folder, 'launchwall/profiles'), { recursive: true });
    write(key);
    const own = readFileSync(join(folder, 'launchwall_profiles_own.yaml'), 'utf8');
    writeFileSync(join(folder, 'launchwall/profiles/own.yaml'), own);
    const { stderr } = await runToEnd(['check', 'own'], { cwd: folder, env });
    expect([stderr, asked]).toEqual(['', ['/stats aws-very-secret-4711']]);
  });

  test('CloudWatch signs for nobody but AWS', async () => {
    const { folder, host, asked } = await far();
    const profile = (more: string): string => `profile: shop/aws
sources: { aws: { kind: cloudwatch, region: us-east-1, endpoint: "http://${host}:1/"${more} } }
metrics: { cpu: { from: aws, read: { namespace: AWS/ECS, metric: CPUUtilization, stat: Average, period: 60s }, target: "< 1" } }
`;
    writeFileSync(join(folder, 'aws.yaml'), profile(''));
    const { code, stderr } = await runToEnd(['check', 'aws.yaml'], { cwd: folder, env });
    expect([code, asked]).toEqual([64, []]);
    expect(stderr).toContain(
      `the source aws of aws.yaml would sign with your AWS credentials for ${host}, which is not AWS`,
    );
    writeFileSync(join(folder, 'aws.yaml'), profile(', anonymous: true'));
    expect((await runToEnd(['check', 'aws.yaml'], { cwd: folder, env })).code).toBe(3);
  }, 60_000);

  test('what the file says later is not agreed to by that', async () => {
    const { folder, host, asked, write } = await far();
    write(token);
    const watch = startProgram(['watch', 'shop.yaml', '--json'], { cwd: folder, env });
    await until(() => (asked.length > 0 ? true : null), 'a request');
    write(token.replace('SHOP_TOKEN', 'SHOP_REGION'));
    await until(
      () =>
        watch.lines.some((line) =>
          line.includes(`would send SHOP_REGION → ${host}, and the running one stays`),
        )
          ? true
          : null,
      'a notice',
    );
    const before = asked.length;
    await until(() => (asked.length > before + 2 ? true : null), 'more requests');
    expect(new Set(asked)).toEqual(new Set(['/stats tok-4711-abc']));
  });
});

describe.skipIf(elsewhere === null)('at a terminal', () => {
  test('it is asked about once, kept through edits that change neither, and asked again for more', async () => {
    const { folder, host, asked, write } = await far();
    write(key);
    const run = (answer: string | null) => {
      const program = onTerminal(['check', 'shop.yaml'], { cwd: folder, columns: 120, rows: 36, env });
      if (answer !== null) void program.waitFor(/\[y\/N\]/).then(() => program.press(`${answer}\r`));
      return program;
    };
    const no = run('n');
    expect(await no.exited()).toBe(64);
    expect(asked).toEqual([]);
    const yes = run('y');
    await yes.waitFor(/another tool's own credentials/);
    expect(yes.bytes()).toContain(`  ! AWS_SECRET_ACCESS_KEY → ${host}`);
    expect(await yes.exited()).toBe(0);
    expect(asked).toEqual(['/stats aws-very-secret-4711']);
    write(key, '/other');
    const again = run(null);
    expect(await again.exited()).toBe(0);
    expect(again.bytes()).not.toContain('[y/N]');
    expect(asked.at(-1)).toBe('/other aws-very-secret-4711');
    write(`${key}, x-more: "\${SHOP_TOKEN}"`);
    const more = run('n');
    expect(await more.exited()).toBe(64);
    expect(more.bytes()).toContain(`    SHOP_TOKEN → ${host}`);
  }, 60_000);
});

test.skipIf(elsewhere === null)(
  'lint lists what is sent, and warns of credentials over plain http',
  async () => {
    const { folder, host, write } = await far();
    write(token);
    const { code, stdout } = await runToEnd(['lint', 'shop.yaml'], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain(`note: sources.api: sends SHOP_TOKEN → ${host}`);
    expect(stdout).toContain(
      `warning: sources.api: credentials go to ${host} over plain http, for everybody on the way to read: write https`,
    );
    write('x-place: "${SHOP_REGION}"');
    expect((await runToEnd(['lint', 'shop.yaml'], { cwd: folder, env })).stdout).not.toContain('plain http');
  },
);

test('the page on security names every credential that is kept back', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  expect(othersCredentials.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
