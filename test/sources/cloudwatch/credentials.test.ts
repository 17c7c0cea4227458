// AWS's own credential chain against the server that stands in for CloudWatch: signatures are computed again there.

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ServiceError } from '../../support/cloudwatch-wire.ts';
import { bench, poll, stat, valuesOf } from './harness.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launchwall-aws-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('HOME', folder);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function useKeys(id: string, key = secret, token?: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', id);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', key);
  vi.stubEnv('AWS_SESSION_TOKEN', token);
}

/** A server that wants signatures, and a source that takes its credentials from the environment or from files. */
async function signed(options: object = {}) {
  const { server, source } = await bench();
  const credentials = new Map([['AKIDGOOD', { secret, expired: false }]]);
  server.credentials = credentials;
  server.world.metrics = [{ namespace: 'App', name: 'a', value: () => 7 }];
  const aws = await source({ a: stat('a') }, { anonymous: undefined, ...options });
  return { aws, credentials, server };
}

describe('credentials, with a stand-in for CloudWatch', () => {
  test('requests are signed with the keys of the environment', async () => {
    const { aws, server } = await signed();
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap).toBeNull();
    expect(server.calls[0]?.headers.authorization).toContain('Credential=AKIDGOOD/');
  });

  test('without any credentials the gap says where they were looked for', async () => {
    const { aws, server } = await signed();
    expect((await poll(aws)).gap).toMatchObject({
      reason: 'auth',
      message:
        'no AWS credentials found (environment, ~/.aws, container, instance): run "aws sso login" or renew them as you do; they are taken up at the next poll',
    });
    expect(server.calls).toEqual([]);
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap).toBeNull();
  });

  test('an expired session is named, and the new one is taken up from the environment', async () => {
    const { aws, credentials } = await signed();
    credentials.set('AKIDOLD', { secret, expired: false });
    useKeys('AKIDOLD');
    expect((await poll(aws)).gap).toBeNull();
    credentials.set('AKIDOLD', { secret, expired: true });
    const expired = await poll(aws);
    expect(expired.gap?.message).toMatch(/^AWS credentials have expired: run "aws sso login"/);
    useKeys('AKIDGOOD');
    const renewed = await poll(aws);
    expect(renewed.gap).toBeNull();
    expect(valuesOf(renewed, 'a').at(-1)).toEqual([-120, 7]);
  });

  test('a session token is sent, and a wrong one is refused', async () => {
    const { aws, server } = await signed();
    server.credentials = new Map([['ASIATEMP', { secret, sessionToken: 'right' }]]);
    useKeys('ASIATEMP', secret, 'wrong');
    expect((await poll(aws)).gap?.message).toMatch(
      /does not take these credentials \(InvalidClientTokenId\)/,
    );
    useKeys('ASIATEMP', secret, 'right');
    expect((await poll(aws)).gap).toBeNull();
  });

  test('a wrong secret is refused, and never shown', async () => {
    const { aws } = await signed();
    useKeys('AKIDGOOD', 'another-secret');
    const answer = await poll(aws);
    expect(answer.gap?.message).toMatch(/^AWS does not take these credentials \(SignatureDoesNotMatch\)/);
    expect(JSON.stringify(answer)).not.toMatch(/another-secret|AKIDGOOD/);
  });

  test('an answer that repeats what the request was signed with is told without it, also where files hold the keys', async () => {
    const { aws, server } = await signed({ profile: 'launch' });
    server.credentials = null;
    await writeFile(
      join(folder, 'credentials'),
      `[launch]\naws_access_key_id = ASIATEMP7\naws_secret_access_key = ${secret}\naws_session_token = token+of/session\n`,
    );
    server.fault = () => {
      const sent = server.calls.at(-1)?.headers ?? {};
      const said = `${sent.authorization} ${String(sent['x-amz-security-token'])}`;
      return { kind: 'error', error: new ServiceError('Odd', `no: ${said.slice(17)}`) };
    };
    await poll(aws);
    const { gap } = await poll(aws);
    expect(gap?.message).toContain('Credential=***/');
    expect(gap?.message).not.toMatch(/ASIATEMP7|token.of|Signature=[0-9a-f]/);
  });

  test('a profile of the shared files is used, and read again after it was rewritten', async () => {
    const { aws, credentials } = await signed({ profile: 'launch' });
    const write = (id: string): Promise<void> =>
      writeFile(
        join(folder, 'credentials'),
        `[launch]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      );
    expect((await poll(aws)).gap?.message).toMatch(
      /^no AWS credentials found of the profile launch \(is it .*\): run "aws sso login --profile launch"/,
    );
    await write('AKIDOLD');
    credentials.set('AKIDOLD', { secret, expired: true });
    expect((await poll(aws)).gap?.message).toMatch(
      /^AWS credentials of the profile launch have expired: run "aws sso login --profile launch"/,
    );
    await write('AKIDGOOD');
    expect((await poll(aws)).gap).toBeNull();
  });

  test('an SSO session that has expired says how to sign in again', async () => {
    await writeFile(
      join(folder, 'config'),
      [
        '[profile launch]',
        'sso_start_url = https://example.awsapps.invalid/start',
        'sso_region = us-east-1',
        'sso_account_id = 000000000000',
        'sso_role_name = reader',
      ].join('\n'),
    );
    vi.stubEnv('AWS_PROFILE', 'launch');
    const { aws } = await signed();
    expect((await poll(aws)).gap).toMatchObject({
      reason: 'auth',
      message:
        'the AWS sign-in of the profile launch has expired or is missing: run "aws sso login --profile launch" or renew them as you do; they are taken up at the next poll',
      remedy: {
        text: 'Sign in to AWS, or renew the credentials as you do.',
        run: 'aws sso login --profile launch',
      },
    });
    vi.stubEnv('AWS_PROFILE', 'my launch');
    const { aws: other } = await signed();
    expect((await poll(other)).gap?.remedy?.run).toBe("aws sso login --profile 'my launch'");
  });

  test('a credential process that hangs ends with the poll; one that fails is named without its command line', async () => {
    const { aws } = await signed({ profile: 'launch' });
    const process = (command: string): Promise<void> =>
      writeFile(join(folder, 'config'), `[profile launch]\ncredential_process = ${command}\n`);
    const hold = join(folder, 'hold');
    await writeFile(hold, '');
    await process(`while test -e ${hold}; do sleep 0.1; done`);
    expect((await poll(aws, 200)).gap?.reason).toBe('timeout');
    await rm(hold);
    await process('false --token=hidden');
    const failed = await poll(aws);
    expect(failed.gap?.message).toMatch(
      /^no AWS credentials found of the profile launch \(is it in ~\/.aws\/config, does its credential_process work\?\)/,
    );
    expect(JSON.stringify(failed)).not.toContain('hidden');
    const good = { Version: 1, AccessKeyId: 'AKIDGOOD', SecretAccessKey: secret };
    await process(`echo '${JSON.stringify(good)}'`);
    expect((await poll(aws)).gap).toBeNull();
  });

  test.each([
    ['AWS_CONFIG_FILE', 'config'],
    ['AWS_SHARED_CREDENTIALS_FILE', 'credentials'],
    ['AWS_WEB_IDENTITY_TOKEN_FILE', 'token'],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'token'],
  ])('%s that is a pipe is not opened, and taken up once it is a file', async (variable, name) => {
    const { aws } = await signed();
    const path = join(folder, name);
    vi.stubEnv(variable, path);
    execFileSync('mkfifo', [path]);
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap).toMatchObject({
      reason: 'not_configured',
      message: `AWS's tools would read ${path}: this is a pipe, not a file: only a regular file is read, write what it gives into one`,
    });
    await rm(path);
    await writeFile(path, '');
    expect((await poll(aws)).gap).toBeNull();
  });

  test('none at all may be written as such', async () => {
    const { aws } = await signed();
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap).toBeNull();
  });

  test('nor one that is larger than any of them', async () => {
    const { aws } = await signed();
    await writeFile(join(folder, 'config'), Buffer.alloc(1_048_577, '#'));
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap?.message).toContain('too large: at most 1048576 bytes');
  });

  test('a profile beside keys in the environment makes the SDK warn nobody', async () => {
    const warned = vi.spyOn(console, 'warn');
    const { aws } = await signed({ profile: 'launch' });
    useKeys('AKIDGOOD');
    await poll(aws);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test('anonymous sends made-up credentials, never yours', async () => {
    const { server, source } = await bench();
    useKeys('AKIDGOOD');
    const aws = await source({ a: stat('a') });
    await poll(aws);
    expect(server.calls[0]?.headers.authorization).toContain('Credential=anonymous/');
    expect(JSON.stringify(server.calls)).not.toContain('AKIDGOOD');
  });

  test('credentials for another region are refused', async () => {
    const { aws } = await signed({ region: 'eu-west-1' });
    useKeys('AKIDGOOD');
    expect((await poll(aws)).gap?.reason).toBe('auth');
  });
});
