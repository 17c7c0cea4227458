// What rules are told of when something has come.

/** What has come: leaves over other metrics keep what they last said while it is fresh. */
export interface News {
  /** The metrics that have a new sample. */
  readonly touched: ReadonlySet<string>;
  /** Those of them whose sample was fresh when it came: no red ends by another. */
  readonly fresh: ReadonlySet<string>;
  /** They can no longer be told: that is no evidence, and the rule's clock stands until there is some. */
  readonly expired?: true;
  /** Their values are over: a look said that there is none. It is evidence where missing data count as something. */
  readonly ended?: true;
}

/** Fresh news of these metrics. */
export function newsOf(metrics: readonly string[]): News {
  const touched = new Set(metrics);
  return { touched, fresh: touched };
}
