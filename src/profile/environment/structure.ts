// A value of the environment never changes the structure of what it stands in: an address, a query, a body, a pattern, a command.

import { isPattern } from '../../sources/bounded-regex.ts';
import { placedAddress } from './placed-address.ts';
import { givenTemplate, type Placed } from './placed.ts';
import { placedLiteral, type Language } from './placed-literal.ts';
import type { TextPart } from '../read/told.ts';
import { childOf, textNode, type MapNode, type NodePath } from '../read/tree.ts';

/** Keys of a source whose text is an address, whatever it begins with. */
const addressKeys = ['url', 'rpc', 'endpoint'];

/** What an http step writes for a value that an earlier one has kept. */
const keptMark = /<<[\w-]+>>/;

/** Where a text written `/so/` is a pattern; elsewhere it is a path, or a JSON pointer. */
const patternKeys = ['match', 'text', 'line', 'count'];
const patternMaps = ['labels', 'where'];

/** The text at this path as it is used; null where it has no structure of its own, and is what its parts are. */
export function structured(root: MapNode, parts: readonly TextPart[], path: NodePath): Placed | null {
  const template = givenTemplate(parts);
  const isShell = path[0] === 'sources' && path[2] === 'command' && path.length === 3;
  if (isShell && parts.some((part) => typeof part !== 'string' && isShellCommand(root, path)))
    return { problem: shellProblem(parts) };
  if (template.atoms.length === 0) return null;
  if (path[0] === 'sources' && isAddress(path)) return placedAddress(template);
  const kept =
    path[2] === 'steps' ? template.atoms.find(({ part }) => keptMark.test(part.given ?? '')) : null;
  if (kept)
    return { problem: `what \${${kept.part.name}} stands for would be read as a value that a step has kept` };
  const language = languageAt(root, path, template.text);
  return language === null ? null : placedLiteral(template, language);
}

/** @param path of a text of a source. */
export function isAddress([, , key, , ofStep]: NodePath): boolean {
  return addressKeys.includes(String(key)) || (key === 'steps' && ofStep === 'url');
}

function isShellCommand(root: MapNode, [, source = '']: NodePath): boolean {
  const shell = childOf(childOf(childOf(root, 'sources'), source), 'shell');
  return shell?.type === 'scalar' && (shell.value === true || shell.value === 'true');
}

function shellProblem(parts: readonly TextPart[]): string {
  const [name = 'NAME'] = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
  return `a shell would read what \${${name}} stands for as a part of the command: write "$${name}" and pass: [${name}]`;
}

function languageAt(root: MapNode, path: NodePath, text: string): Language | null {
  if (path[0] === 'sources') return languageOfOption(String(path.at(-1)), text);
  if (path[0] !== 'metrics' || path[2] !== 'read') return null;
  const from = textNode(childOf(childOf(childOf(root, 'metrics'), String(path[1])), 'from'))?.value ?? '';
  const kind = textNode(childOf(childOf(childOf(root, 'sources'), from), 'kind'))?.value;
  const key = String(path[3]);
  if (kind === 'sql' && key === 'query') return 'sql';
  if (kind === 'promql' && (key === 'query' || path.slice(3).join('.') === 'covers.of')) return 'promql';
  if (kind === 'cloudwatch' && key === 'expression') return 'expression';
  if (kind === 'exec' && path.length === 4 && (key === 'line' || key === 'count')) return 'regex';
  const last = String(path.at(-1));
  if (last === 'json' || last === 'pointer') return 'pointer';
  if (kind === 'http' && last === 'body') return 'regex';
  if (!patternKeys.includes(last) && !patternMaps.some((map) => path.includes(map))) return null;
  return isPattern(text) ? 'regex' : 'text';
}

function languageOfOption(key: string, text: string): Language | null {
  if (key === 'match') return isPattern(text) ? 'regex' : 'text';
  if (key === 'pointer') return 'pointer';
  if (key !== 'body') return null;
  if (/^\s*[[{"]/.test(text)) return 'json';
  return /^[\w.~%[\]-]+=/.test(text) ? 'form' : null;
}
