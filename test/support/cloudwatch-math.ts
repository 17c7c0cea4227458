// Metric math as far as the tests need it: + - * / with brackets over series, SUM(METRICS()) and SEARCH('…').

import { ServiceError } from './cloudwatch-wire.ts';

/** Values by the start of their period in milliseconds. */
export type Points = ReadonlyMap<number, number>;

export interface Evaluated {
  readonly points: Points;
  /** Some results were no numbers and were dropped, as CloudWatch does. */
  readonly dropped: boolean;
}

const tokenPattern = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|\S)/y;

/** @param series the other queries of the same call, by id. */
export function evaluateMath(expression: string, id: string, series: ReadonlyMap<string, Points>): Evaluated {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(expression); match; match = tokenPattern.exec(expression))
    tokens.push(match[1] ?? '');
  const parser = new MathParser(tokens, id, series);
  const result = parser.sum();
  parser.end();
  if (typeof result === 'number') return parser.fault('the result is not a time series');
  const points = [...result].filter(([, value]) => Number.isFinite(value));
  return { points: new Map(points), dropped: points.length < result.size };
}

class MathParser {
  readonly #tokens: string[];
  readonly #id: string;
  readonly #series: ReadonlyMap<string, Points>;

  constructor(tokens: string[], id: string, series: ReadonlyMap<string, Points>) {
    this.#tokens = tokens;
    this.#id = id;
    this.#series = series;
  }

  fault(message: string): never {
    throw new ServiceError('ValidationException', `Error in expression '${this.#id}': ${message}`, {
      code: 'ValidationError',
    });
  }

  end(): void {
    if (this.#tokens.length > 0) this.fault(`Unexpected "${this.#tokens[0]}"`);
  }

  sum(): number | Points {
    let left = this.#product();
    while (this.#tokens[0] === '+' || this.#tokens[0] === '-') {
      const plus = this.#tokens.shift() === '+';
      left = combine(left, this.#product(), (a, b) => (plus ? a + b : a - b));
    }
    return left;
  }

  #product(): number | Points {
    let left = this.#factor();
    while (this.#tokens[0] === '*' || this.#tokens[0] === '/') {
      const times = this.#tokens.shift() === '*';
      left = combine(left, this.#factor(), (a, b) => (times ? a * b : a / b));
    }
    return left;
  }

  #factor(): number | Points {
    const token = this.#tokens.shift() ?? this.fault('Unexpected end');
    if (/^\d/.test(token)) return Number(token);
    if (token === '(') {
      const inner = this.sum();
      if (this.#tokens.shift() !== ')') this.fault('a bracket is missing');
      return inner;
    }
    if (token === 'SUM' && this.#tokens.splice(0, 5).join('') === '(METRICS())')
      return [...this.#series.values()].reduce<number | Points>(
        (all, one) => combine(all, one, (a, b) => a + b),
        0,
      );
    return this.#series.get(token) ?? this.fault(`Unknown identifier ${token}`);
  }
}

function combine(
  left: number | Points,
  right: number | Points,
  apply: (a: number, b: number) => number,
): number | Points {
  if (typeof left === 'number')
    return typeof right === 'number'
      ? apply(left, right)
      : new Map([...right].map(([at, value]) => [at, apply(left, value)]));
  if (typeof right === 'number') return new Map([...left].map(([at, value]) => [at, apply(value, right)]));
  return new Map(
    [...left].flatMap(([at, value]) => {
      const other = right.get(at);
      return other === undefined ? [] : [[at, apply(value, other)] as const];
    }),
  );
}
