// The names of all targets, for whoever must not load what they need.

export const targetNames = [
  'profile',
  'condition',
  'metrics-page',
  'resp',
  'json-rpc',
  'http-head',
  'keys',
  'launch-file',
] as const;
