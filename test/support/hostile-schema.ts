// Documents made from a JSON Schema, one for each place where a text may stand, with a given text in that place.

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

export interface Placed {
  /** `metrics.*.title`; a key that is a text is `<key>`. */
  readonly path: string;
  readonly value: unknown;
}

/** One value for each place of the schema in which a text may stand; what only one word fits gets the text all the same. */
export function textInEachPlace(schema: Schema, text: string): readonly Placed[] {
  const unique = new Map<string, Placed>();
  for (const placed of places(schema, '', text))
    unique.set(JSON.stringify([placed.path, placed.value]), placed);
  return [...unique.values()];
}

function* places(schema: Schema, path: string, text: string): Generator<Placed> {
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) yield* places(one, path, text);
  if ([schema.type].flat().includes('string')) yield { path, value: text };
  if (schema.items)
    for (const { path: deeper, value } of places(schema.items, `${path}[]`, text))
      yield { path: deeper, value: [value] };
  const properties = Object.entries(schema.properties ?? {});
  const words = Object.fromEntries(
    properties.flatMap(([name, one]) => {
      const word = onlyWord(one);
      return word === undefined ? [] : [[name, word]];
    }),
  );
  for (const [name, one] of properties)
    for (const { path: deeper, value } of places(one, join(path, name), text))
      yield { path: deeper, value: { ...words, [name]: value } };
  if (typeof schema.additionalProperties !== 'object') return;
  for (const { path: deeper, value } of places(schema.additionalProperties, join(path, '*'), text))
    yield { path: deeper, value: { one: value } };
  yield { path: join(path, '<key>'), value: { [text]: words } };
}

/** The word that alone may stand there, if there is one: it tells the forms of a union apart. */
function onlyWord(schema: Schema): unknown {
  return schema.const ?? schema.anyOf?.map(onlyWord).find((word) => word !== undefined);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
