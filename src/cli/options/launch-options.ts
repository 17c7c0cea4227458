// The options by which a command says which launch is meant, and when its T-0 is.

import type { Clock } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { instantArgument } from './instants.ts';
import type { LaunchChoice } from '../session/launch.ts';
import type { SessionRequest } from '../session/session.ts';

export interface LaunchArguments {
  readonly t0?: string;
  readonly launch?: string;
  /** `NAME,…`: the variables of the environment that the profile may have. */
  readonly env?: string;
}

/** A command can wait; the wall must not stand still for long. */
const commandBusyMax = 5_000;
const wallBusyMax = 250;

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

export function launchChoice(access: LaunchChoice['access'], options: LaunchArguments): LaunchChoice {
  const { launch: name = null } = options;
  if (name !== null && !namePattern.test(name))
    throw new LaunchwallError('usage', `--launch: "${name}" is no name: letters, digits, ".", "_" and "-"`);
  return { access, name, busyMax: commandBusyMax };
}

export function launchRequest(
  profile: string,
  clock: Clock,
  access: LaunchChoice['access'],
  options: LaunchArguments,
): SessionRequest {
  const t0 = options.t0 === undefined ? null : instantArgument('--t0', options.t0, clock.now());
  return {
    name: profile,
    clock,
    t0,
    launch: launchChoice(access, options),
    only: namesArgument(options.env),
  };
}

function namesArgument(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name) && text !== '');
  if (wrong !== undefined)
    throw new LaunchwallError(
      'usage',
      `--env: "${wrong}" is no name of a variable: letters, digits and "_", with "," between: --env API_URL,API_TOKEN`,
    );
  return names;
}

/** A launch that is watched live. */
export function watchRequest(profile: string, clock: Clock, options: LaunchArguments = {}): SessionRequest {
  const request = launchRequest(profile, clock, 'write', options);
  return { ...request, launch: { ...launchChoice('write', options), busyMax: wallBusyMax } };
}
