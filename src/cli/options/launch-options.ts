// The options by which a command says which launch is meant, when its T-0 is, and how it is drawn.

import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import type { LaunchChoice } from '../session/launch.ts';
import type { SessionRequest } from '../session/session.ts';
import { noDuration, parseDuration } from '../../domain/duration.ts';
import { parseInstant } from '../../domain/instant.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { themeNames } from '../../ui/theme.ts';

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

/** `now`, or ISO 8601 with a zone. */
export function instantArgument(option: string, text: string, now: Instant): Instant {
  if (text === 'now') return now;
  const instant = parseInstant(text);
  if (instant === null)
    throw new LaunchwallError(
      'usage',
      `${option}: "${text}" is no instant: write now, or 2026-12-01T15:00:00Z`,
    );
  return instant;
}

export function durationArgument(option: string, text: string): Milliseconds {
  const duration = parseDuration(text);
  if (duration === null || duration === 0)
    throw new LaunchwallError('usage', `${option}: ${noDuration(text, '30s, 2m or 1h30m')}`);
  return duration;
}

/** As a duration, and `0s` for none at all. */
export function spanArgument(option: string, text: string): Milliseconds {
  return parseDuration(text) === 0 ? 0 : durationArgument(option, text);
}

export function numberArgument(option: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new LaunchwallError('usage', `${option}: "${text}" is no number from ${least} to ${most}`);
  return value;
}

export function wholeNumberArgument(option: string, text: string, least: number, most: number): number {
  const value = numberArgument(option, text, least, most);
  if (!Number.isInteger(value))
    throw new LaunchwallError('usage', `${option}: "${text}" is no whole number from ${least} to ${most}`);
  return value;
}

export function checkTheme(name: string | undefined): void {
  if (name === undefined || themeNames.includes(name)) return;
  throw new LaunchwallError(
    'usage',
    `--theme: "${name}" is none of ${themeNames.join(', ')}${didYouMean(name, themeNames)}`,
  );
}
