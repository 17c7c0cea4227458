// Metric math as far as it must be understood here: which names an expression uses, and how they are put into one call
// together with other metrics' queries.

/** Strings, numbers and names; everything else in an expression is left as it stands. */
const tokenPattern = /"[^"]*"|'[^']*'|\d[\w.]*|[A-Za-z_]\w*/g;

/** What CloudWatch takes as the id of a query, and so as a name in an expression. */
export const queryIdPattern = /^[a-z][a-zA-Z0-9_]*$/;

/** A Metrics Insights query, which reads metrics by itself. */
export function isInsightsQuery(expression: string): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/**
 * Whether the expression must have a call of its own: `METRICS()` takes in every metric of its call, and searches and
 * Insights queries are limited in number a call.
 */
export function needsOwnCall(expression: string): boolean {
  return isInsightsQuery(expression) || /\b(?:METRICS|SEARCH)\s*\(/i.test(expression);
}

/** The query ids that the expression names, each once, in the order of their first use. Functions are written `NAME(`. */
export function namesInExpression(expression: string): string[] {
  const names = new Set<string>();
  for (const match of expression.matchAll(tokenPattern)) {
    const [token] = match;
    const isCall = /^\s*\(/.test(expression.slice(match.index + token.length));
    if (queryIdPattern.test(token) && !isCall) names.add(token);
  }
  return [...names];
}

/** The same expression with each of these names replaced; strings, numbers and functions stay. */
export function renameInExpression(expression: string, names: ReadonlyMap<string, string>): string {
  return expression.replace(tokenPattern, (token) => names.get(token) ?? token);
}
