// What makes a well-formed scenario wrong: names that lead nowhere, times out of order, a fault its service cannot have.

import { didYouMean } from '../domain/nearest.ts';
import { contractFault } from './contract.ts';
import { printOffset } from './offset.ts';
import { faultModes, type Scenario, type Service } from './scenario-schema.ts';

export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The finding is about the last name of the path itself, not about what it stands for. */
  readonly ofKey?: true;
}

type Report = (path: Finding['path'], message: string) => void;

/** All findings, in the order of the file's parts. */
export function checkScenario(scenario: Scenario): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, message) => findings.push({ path, message });
  checkTimes(scenario, report);
  checkTracks(scenario, report);
  for (const [id, service] of Object.entries(scenario.services))
    for (const { path, track } of trackUses(service)) {
      if (!Object.hasOwn(scenario.tracks, track))
        report(
          ['services', id, ...path],
          `there is no track "${track}"${didYouMean(track, Object.keys(scenario.tracks))}`,
        );
    }
  checkContracts(scenario, report);
  checkVariables(scenario, report);
  checkFaults(scenario, report);
  return findings;
}

function checkTimes(scenario: Scenario, report: Report): void {
  if (scenario.t0 > scenario.duration) report(['t0'], 'T-0 lies after the end of the drill');
  const [from, to] = [-scenario.t0, scenario.duration - scenario.t0];
  let before = Number.NEGATIVE_INFINITY;
  for (const [index, event] of scenario.events.entries()) {
    const path = ['events', index, 'at'];
    if (event.at < from || event.at > to)
      report(path, `the drill runs from ${printOffset(from)} to ${printOffset(to)}`);
    if (event.at < before) report(path, 'an event stands before the one above it in time');
    before = event.at;
    if (event.say === undefined && event.on.length + event.off.length === 0)
      report(['events', index], 'an event needs "say", "on" or "off"');
  }
}

function checkTracks(scenario: Scenario, report: Report): void {
  for (const [name, track] of Object.entries(scenario.tracks)) {
    for (const [index, point] of track.points.entries()) {
      const before = track.points[index - 1];
      if (before !== undefined && point.at <= before.at)
        report(['tracks', name, 'points', index, 'at'], 'a point must be later than the one before it');
    }
  }
}

function checkContracts(scenario: Scenario, report: Report): void {
  for (const [id, service] of Object.entries(scenario.services)) {
    if (service.kind !== 'evm') continue;
    for (const [contract, functions] of Object.entries(service.contracts))
      for (const [line, answer] of Object.entries(functions)) {
        const fault = contractFault(line, answer);
        if (fault !== null) report(['services', id, 'contracts', contract, line], fault);
      }
  }
}

function checkVariables(scenario: Scenario, report: Report): void {
  const seen = new Set(Object.keys(scenario.env));
  for (const [id, service] of Object.entries(scenario.services)) {
    if (seen.has(service.env))
      report(['services', id, 'env'], `${service.env} is already the variable of another part`);
    seen.add(service.env);
  }
}

function checkFaults(scenario: Scenario, report: Report): void {
  for (const [id, fault] of Object.entries(scenario.faults)) {
    const service = Object.hasOwn(scenario.services, fault.service) && scenario.services[fault.service];
    if (!service) {
      const near = didYouMean(fault.service, Object.keys(scenario.services));
      report(['faults', id, 'service'], `there is no service "${fault.service}"${near}`);
      continue;
    }
    const possible: readonly string[] = faultModes[service.kind];
    if (!possible.includes(fault.mode))
      report(
        ['faults', id, 'mode'],
        `a service of kind ${service.kind} cannot fail as "${fault.mode}": ${possible.join(', ')}`,
      );
  }
  for (const [index, event] of scenario.events.entries())
    for (const side of ['on', 'off'] as const)
      for (const [place, id] of event[side].entries()) {
        if (Object.hasOwn(scenario.faults, id)) continue;
        const near = didYouMean(id, Object.keys(scenario.faults));
        report(['events', index, side, place], `there is no fault "${id}"${near}`);
      }
}

interface TrackUse {
  readonly path: readonly (string | number)[];
  readonly track: string;
}

const placeholder = /\{\{([^{}]+)\}\}/g;

/** The names between `{{` and `}}` in a body. */
function placeholdersOf(body: string): readonly string[] {
  return Array.from(body.matchAll(placeholder), ([, name = '']) => name.trim());
}

/** The body with each `{{track}}` replaced. */
export function fillPlaceholders(body: string, value: (track: string) => string): string {
  return body.replace(placeholder, (_, name: string) => value(name.trim()));
}

/** Every place of a service that names a track. */
function trackUses(service: Service): readonly TrackUse[] {
  const uses: TrackUse[] = [];
  const mark = (track: string | undefined, ...path: (string | number)[]): void => {
    if (track !== undefined) uses.push({ path, track });
  };
  switch (service.kind) {
    case 'http':
      for (const [path, route] of Object.entries(service.routes)) {
        mark(route.delay, 'routes', path, 'delay');
        for (const name of placeholdersOf(route.body)) mark(name, 'routes', path, 'body');
        for (const [field, value] of Object.entries(route.headers))
          for (const name of placeholdersOf(value)) mark(name, 'routes', path, 'headers', field);
      }
      break;
    case 'redis':
      mark(service.memory, 'memory');
      for (const [field, given] of Object.entries(service.info))
        if (typeof given === 'string') mark(given, 'info', field);
      for (const [name, key] of Object.entries(service.keys)) {
        mark(key.length, 'keys', name, 'length');
        mark(key.oldest, 'keys', name, 'oldest');
        if (key.type !== 'stream') continue;
        for (const [group, { lag, pending }] of Object.entries(key.groups)) {
          mark(lag, 'keys', name, 'groups', group, 'lag');
          mark(pending, 'keys', name, 'groups', group, 'pending');
        }
      }
      break;
    case 'evm':
      for (const [holder, track] of Object.entries(service.balances)) mark(track, 'balances', holder);
      for (const [holder, { latest, pending }] of Object.entries(service.nonces)) {
        mark(latest, 'nonces', holder, 'latest');
        mark(pending, 'nonces', holder, 'pending');
      }
      for (const [token, { holders }] of Object.entries(service.tokens))
        for (const [holder, track] of Object.entries(holders))
          mark(track, 'tokens', token, 'holders', holder);
      for (const [contract, functions] of Object.entries(service.contracts))
        for (const [line, answer] of Object.entries(functions))
          if ('track' in answer) mark(answer.track, 'contracts', contract, line, 'track');
      break;
    case 'cloudwatch':
      for (const part of ['metrics', 'alarms'] as const)
        for (const [index, { value }] of service[part].entries()) mark(value, part, index, 'value');
      for (const [index, { noData }] of service.alarms.entries()) mark(noData, 'alarms', index, 'noData');
      for (const [name, track] of Object.entries(service.dashboards)) mark(track, 'dashboards', name);
      break;
  }
  return uses;
}
