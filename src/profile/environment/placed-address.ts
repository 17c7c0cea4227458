// An address with the environment's variables put in, each as the part of the address that it stands in: none of them can lead
// anywhere else than the profile says.

import { addressOf, type Template } from './template.ts';
import { filled, type Placed } from './placed.ts';

/** Where a scheme would stand alone: `${SCHEME}://host`. */
const schemePattern = /^[a-z][a-z0-9+.-]*$/i;
const hostPattern = /^(?:[\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])$/iu;
const hostAndPort = /^(?:[\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/iu;

/** Null for a text that is no address: it has no parts, and its schema says what is wrong with it. */
export function placedAddress(template: Template): Placed | null {
  const schemed = withScheme(template);
  if (schemed.problem !== undefined) return schemed;
  return placedParts(schemed.template);
}

type Schemed = { readonly template: Template; readonly problem?: undefined } | { readonly problem: string };

/** `${SCHEME}://host`: the scheme is put in before anything is taken apart. */
function withScheme(template: Template): Schemed {
  const [first, ...rest] = template.atoms;
  if (first?.at !== 0 || !template.text.startsWith('://', 1)) return { template };
  const scheme = first.part.given ?? '';
  if (!schemePattern.test(scheme))
    return { problem: `\${${first.part.name}} stands where a scheme does, and is none: http, redis` };
  const atoms = rest.map(({ at, part }) => ({ at: at + scheme.length - 1, part }));
  return { template: { text: scheme + template.text.slice(1), atoms } };
}

function placedParts(template: Template): Placed | null {
  const places = addressOf(template);
  if (places === null) return null;
  const { text } = template;
  const { authority, userInfoEnd, path, query } = places;
  const isBase = places.scheme === '';
  return checked(
    template,
    isBase,
    filled(template, ({ at, part }, value) => {
      const name = `\${${part.name}}`;
      if (isBase && at === 0) return { value };
      if (at >= query) return { value: encodeURIComponent(value) };
      if (at >= path) return pathPart(name, value);
      if (userInfoEnd !== null && at < userInfoEnd) return { value: encodeURIComponent(value) };
      return hostPart(text, userInfoEnd === null ? authority : userInfoEnd + 1, at, path, name, value);
    }),
  );
}

function pathPart(name: string, value: string): Placed {
  // oxlint-disable-next-line no-control-regex -- controls are what must not stand in a path
  const encoded = value.replace(/%(?![0-9a-f]{2})|[?#\\\s\u0000-\u001F\u007F]/gi, (sign) =>
    encodeURIComponent(sign),
  );
  return encoded.split('/').some(isDotSegment)
    ? { problem: `${name} stands in a path, and what it stands for climbs out of it with ".."` }
    : { value: encoded };
}

function isDotSegment(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}

/** A variable that is all of the authority may bring its port; one behind a colon is a port. */
function hostPart(text: string, start: number, at: number, end: number, name: string, value: string): Placed {
  const before = text.slice(start, at);
  if (/:\d*$/.test(before) && !before.startsWith('['))
    return /^\d{1,5}$/.test(value)
      ? { value }
      : { problem: `${name} stands where a port does, and is no number` };
  const isLast = at + 1 === end;
  return (isLast ? hostAndPort : hostPattern).test(value)
    ? { value }
    : {
        problem: `${name} stands in a host, where only letters, digits, "." and "-" may stand: what it stands for has others`,
      };
}

/** Nothing behind the base changes where it leads, and no two texts together climb out of a path. */
function checked(template: Template, isBase: boolean, placed: Placed): Placed {
  if (placed.value === undefined || !URL.canParse(placed.value)) return placed;
  const [first] = template.atoms;
  const climbs = (path: string): boolean => path.split(/[/\\]/).some(isDotSegment);
  const [, path = ''] = /^[^?#]*?:\/\/[^/?#]*([^?#]*)/.exec(placed.value) ?? [];
  if (template.atoms.length > 0 && climbs(path) && !climbs(template.text.replace(/[?#].*$/s, '')))
    return { problem: 'what stands in the path climbs out of it with ".."' };
  const alone = first?.part.given ?? '';
  if (!isBase || !URL.canParse(alone)) return placed;
  const [whole, own] = [new URL(placed.value), new URL(alone)];
  const same = (['protocol', 'host', 'username', 'password'] as const).every(
    (key) => whole[key] === own[key],
  );
  return same
    ? placed
    : {
        problem: `what follows \${${first?.part.name ?? ''}} changes the host that it names: begin it with "/"`,
      };
}
