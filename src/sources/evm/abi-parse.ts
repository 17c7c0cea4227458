// Reads a function's line of Solidity. viem brings a parser too, but that is 25 kB of code which would be loaded before the
// first frame; this one is 4, reads neither events nor structs by name, and says what is wrong in one sentence. Like the
// compiler, and unlike viem, it takes no comma at an end, no name twice, and no word of the language for a name.
//
// line     := "function" name "(" [param ("," param)*] ")" modifier* ["returns" "(" param ("," param)* ")"] [";"]
// param    := type [location] [name]
// type     := (elementary | ["tuple"] "(" param ("," param)* ")") ("[" [digits] "]")*
// modifier := view | pure | payable | nonpayable | external | public | virtual | override
// location := memory | calldata | storage

import type { AbiFunction, AbiParameter } from 'viem';
import { didYouMean } from '../../domain/nearest.ts';

const modifiers: ReadonlySet<string> = new Set([
  'view',
  'pure',
  'payable',
  'nonpayable',
  'external',
  'public',
  'virtual',
  'override',
]);
const locations: ReadonlySet<string> = new Set(['memory', 'calldata', 'storage']);
const shortTypes = ['address', 'bool', 'string', 'bytes', 'uint', 'int'] as const;
const tokenPattern = /\s*([A-Za-z_$][\w$]*|\d+|[()[\],;]|\S)/y;
/** Deepest nesting of tuples. */
const depthMax = 5;

/** A fault in the line, as half a sentence; never leaves this file. */
class LineFault extends Error {}

/** The function, or what is wrong with the line as half a sentence. */
export function parseAbiFunction(line: string): AbiFunction | string {
  try {
    return new LineParser(line).function();
  } catch (error) {
    if (error instanceof LineFault) return error.message;
    throw error;
  }
}

class LineParser {
  readonly #tokens: string[];

  constructor(line: string) {
    tokenPattern.lastIndex = 0;
    this.#tokens = [];
    for (let match = tokenPattern.exec(line); match; match = tokenPattern.exec(line))
      this.#tokens.push(match[1] ?? '');
  }

  function(): AbiFunction {
    if (this.#next() !== 'function') throw new LineFault('it begins with "function"');
    const name = this.#next();
    if (!isName(name)) throw new LineFault(`"${name}" is no name of a function`);
    const inputs = this.#parameters(0);
    const said: string[] = [];
    while (modifiers.has(this.#tokens[0] ?? '')) said.push(this.#next());
    const outputs = this.#take('returns') ? this.#parameters(0) : [];
    this.#take(';');
    const [rest] = this.#tokens;
    if (rest !== undefined) throw new LineFault(`"${rest}" does not belong there${hintFor(rest)}`);
    const states = ['view', 'pure', 'payable'] as const;
    const given = states.filter((state) => said.includes(state));
    if (given.length > 1) throw new LineFault(`it cannot be ${given.join(' and ')}`);
    return { type: 'function', name, inputs, outputs, stateMutability: given[0] ?? 'nonpayable' };
  }

  #parameters(depth: number): AbiParameter[] {
    this.#expect('(');
    const parameters: AbiParameter[] = [];
    if (this.#take(')')) return parameters;
    do parameters.push(this.#parameter(depth));
    while (this.#take(','));
    this.#expect(')');
    const names = parameters.flatMap(({ name }) => name ?? []);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) throw new LineFault(`it has the name "${twice}" twice`);
    return parameters;
  }

  #parameter(depth: number): AbiParameter {
    const components = this.#components(depth);
    const base = components ? 'tuple' : elementaryType(this.#next());
    const type = base + this.#brackets();
    if (locations.has(this.#tokens[0] ?? '')) this.#next();
    const named = isName(this.#tokens[0] ?? '') ? { name: this.#next() } : {};
    return components ? { type, components, ...named } : { type, ...named };
  }

  #components(depth: number): AbiParameter[] | null {
    if (this.#tokens[0] !== '(' && this.#tokens[0] !== 'tuple') return null;
    this.#take('tuple');
    if (depth >= depthMax) throw new LineFault(`it nests more than ${depthMax} tuples`);
    const components = this.#parameters(depth + 1);
    if (components.length === 0) throw new LineFault('a tuple has at least one part');
    return components;
  }

  #brackets(): string {
    let text = '';
    while (this.#take('[')) {
      const length = /^\d+$/.test(this.#tokens[0] ?? '') ? this.#next() : '';
      if (/^0|^\d{7}/.test(length)) throw new LineFault(`a list of ${length} entries cannot be read`);
      this.#expect(']');
      text += `[${length}]`;
    }
    return text;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new LineFault('it ends too early');
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(token: string): void {
    if (this.#take(token)) return;
    const [found] = this.#tokens;
    const where = found === undefined ? 'at its end' : `before "${found}"`;
    throw new LineFault(`"${token}" is missing ${where}`);
  }
}

function isName(token: string): boolean {
  return /^[A-Za-z_$]/.test(token) && !modifiers.has(token) && token !== 'returns';
}

/** With its size written out: `uint` is uint256. */
function elementaryType(token: string): string {
  if (token === 'uint' || token === 'int') return `${token}256`;
  const [, bits] = /^u?int([1-9]\d{0,2})$/.exec(token) ?? [];
  if (bits !== undefined && Number(bits) % 8 === 0 && Number(bits) <= 256) return token;
  const [, bytes] = /^bytes([1-9]\d?)$/.exec(token) ?? [];
  if (bytes !== undefined && Number(bytes) <= 32) return token;
  if (shortTypes.some((type) => type === token)) return token;
  throw new LineFault(`"${token}" is no type of a value${didYouMean(token, shortTypes)}`);
}

function hintFor(token: string): string {
  return didYouMean(token, ['returns', ...modifiers]);
}
