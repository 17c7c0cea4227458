// What of the environment a profile may hand to other machines. One that ships with the program, or lies in the person's own
// folder, may hand over what it names. Any other was written by somebody else: at a terminal the person is asked, once for a
// profile's file and what it hands to whom; without one it goes on and is told of, and other tools' own credentials stay here.

import { join, sep } from 'node:path';
import * as z from 'zod';
import { LaunchwallError } from '../../domain/errors.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { Profile, Send } from '../../profile/profile.ts';
import { awsCredentials } from '../../profile/sends.ts';
import { ask, canAsk } from '../ask.ts';
import { printNote, type Context } from '../context.ts';
import { namesOf, nameTest } from './name-patterns.ts';
import { PathFiles } from './path-files.ts';
import { requireProfile, type Environment } from '../profile-input.ts';

/** Credentials that other tools keep in the environment for themselves (docs/security.md); `*` stands for anything. */
export const othersCredentials = namesOf(`
  AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_ACCESS_KEY_ID AWS_CONTAINER_AUTHORIZATION_TOKEN
  GITHUB_TOKEN GH_TOKEN GH_ENTERPRISE_TOKEN ACTIONS_*_TOKEN GITLAB_TOKEN CI_JOB_TOKEN CI_*_PASSWORD NPM_TOKEN
  NODE_AUTH_TOKEN PYPI_TOKEN TWINE_PASSWORD CARGO_REGISTRY_TOKEN GEM_HOST_API_KEY RUBYGEMS_API_KEY KUBECONFIG
  DOCKER_PASSWORD DOCKER_AUTH_CONFIG GOOGLE_APPLICATION_CREDENTIALS AZURE_CLIENT_SECRET ARM_CLIENT_SECRET
  VAULT_TOKEN CONSUL_HTTP_TOKEN NOMAD_TOKEN TF_TOKEN_* OP_SESSION_* OP_SERVICE_ACCOUNT_TOKEN BW_SESSION
  DIGITALOCEAN_ACCESS_TOKEN CLOUDFLARE_API_TOKEN CF_API_TOKEN HEROKU_API_KEY SENTRY_AUTH_TOKEN OPENAI_API_KEY
  ANTHROPIC_API_KEY HF_TOKEN SSH_AUTH_SOCK SSH_ASKPASS GPG_PASSPHRASE PRIVATE_KEY *_PRIVATE_KEY
`);

const isOthersCredential = nameTest(othersCredentials, 'i');

export interface Admission {
  readonly name: string;
  /** What wins over the environment. */
  readonly env: Environment;
  /** `--env`: the variables that a profile may have; all of them where it is left out. */
  readonly only?: readonly string[] | undefined;
  /** Whether somebody can be asked now: not while the wall is drawn. */
  readonly asks: boolean;
}

/** A profile with the environment that it was given. */
export interface Admitted {
  readonly profile: Profile;
  readonly env: Environment;
}

/** @throws LaunchwallError `usage` when it was not agreed to. */
export async function admit(profile: Profile, admission: Admission, context: Context): Promise<Admitted> {
  const { name, env, asks } = admission;
  const told = { profile, env };
  if ((await notAgreed(profile, [], context)).length === 0) return told;
  if (!asks || !canAsk(context)) return withoutCredentials(profile, admission, context);
  if (!(await isAgreed(profile, context)))
    throw new LaunchwallError('usage', `${shellWord(name)} was not agreed to, and nothing of it is asked`);
  await agree(profile, context);
  return told;
}

/**
 * What a profile would send that nobody has agreed to: `TOKEN → api.example.com`.
 * @param granted what an earlier version of it was let send.
 */
export async function notAgreed(
  profile: Profile,
  granted: readonly Send[],
  context: Context,
): Promise<readonly string[]> {
  if (isOwnProfile(profile.files[0] ?? '', context)) return [];
  const known = new Set([...linesOf(granted), ...(await agreedTo(profile, context))]);
  return linesOf(profile.sends).filter((line) => !known.has(line));
}

/** Where nobody can be asked: what is sent is said, and what is not the profile's to have stays here. */
async function withoutCredentials(
  profile: Profile,
  admission: Admission,
  context: Context,
): Promise<Pick<Admitted, 'profile' | 'env'>> {
  const { name, only, env } = admission;
  const signed = profile.sends.find(({ variable }) => variable === awsCredentials);
  if (signed)
    throw new LaunchwallError(
      'usage',
      `the source ${signed.source} of ${shellWord(name)} would sign with your AWS credentials for ${signed.to}, which is not AWS`,
      { hint: 'Agree to it at a terminal, write "anonymous: true", or leave "endpoint" out.' },
    );
  const held = profile.sends.filter(
    ({ variable }) => isOthersCredential(variable) && !only?.includes(variable),
  );
  const sent = profile.sends.filter((send) => !held.includes(send));
  if (!admission.asks && held.length + sent.length > 0)
    throw new LaunchwallError('usage', `${shellWord(name)} would send ${linesOf(profile.sends).join(', ')}`, {
      hint: `Nobody has agreed to that: start it once by itself, launchwall watch ${shellWord(name)}.`,
    });
  if (sent.length > 0) printNote(context, `launchwall: ${shellWord(name)} sends ${linesOf(sent).join(', ')}`);
  if (held.length === 0) return { profile, env };
  printNote(
    context,
    `launchwall: ${linesOf(held).join(', ')} is not sent: it is another tool's own; --env NAME,… gives it`,
  );
  const without = { ...env, ...Object.fromEntries(held.map(({ variable }) => [variable, undefined])) };
  return { profile: await requireProfile(name, context, without), env: without };
}

/** It ships with the program, or the person has put it into a folder of their own. */
function isOwnProfile(
  path: string,
  { shippedDir, configDir }: Pick<Context, 'shippedDir' | 'configDir'>,
): boolean {
  return [shippedDir, join(configDir, 'profiles')].some((folder) => path.startsWith(folder + sep));
}

/** `TOKEN → api.example.com`, each once. */
function linesOf(sends: readonly Pick<Send, 'variable' | 'to'>[]): readonly string[] {
  return [...new Set(sends.map(lineOf))];
}

function lineOf({ variable, to }: Pick<Send, 'variable' | 'to'>): string {
  return `${variable} → ${to}`;
}

async function isAgreed({ plan, sends }: Profile, context: Context): Promise<boolean> {
  const marked = sends.some(({ variable }) => isForeign(variable));
  printNote(
    context,
    `${shellWord(plan.name)} is a profile that somebody else may have written. It would send`,
  );
  for (const { variable, to } of new Map(sends.map((send) => [lineOf(send), send])).values())
    printNote(context, `  ${isForeign(variable) ? '!' : ' '} ${shellWord(variable)} → ${shellWord(to)}`);
  if (marked) printNote(context, "  ! another tool's own credentials");
  const answer = await ask('Let it? This is asked once, until it would send something else. [y/N] ', context);
  return /^y(?:es)?$/i.test((answer ?? '').trim());
}

function isForeign(variable: string): boolean {
  return variable === awsCredentials || isOthersCredential(variable);
}

const agreementSchema = z.object({ path: z.string(), sends: z.array(z.string()) });

function agreements({ configDir }: Context): PathFiles<z.output<typeof agreementSchema>> {
  return new PathFiles(join(configDir, 'agreed'), agreementSchema, 'what was agreed to');
}

/** What was agreed to for this profile's file: `TOKEN → api.example.com`. */
async function agreedTo({ files: [path = ''] }: Profile, context: Context): Promise<readonly string[]> {
  return (await agreements(context).get(path))?.sends ?? [];
}

/** @throws LaunchwallError `usage` when it cannot be remembered. */
async function agree(profile: Profile, context: Context): Promise<void> {
  const [path = ''] = profile.files;
  const sends = [...new Set([...(await agreedTo(profile, context)), ...linesOf(profile.sends)])];
  await agreements(context).put({ path, sends });
}
