// The one schema of a profile. What is checked, and what the editor is told, are made from it.

import * as z from 'zod';
import type { SourceKind } from '../../sources/source.ts';
import {
  becauseField,
  callField,
  conditionField,
  detectField,
  formulaField,
  idField,
  instantField,
  missingField,
  needsField,
  ownConditionField,
  phaseAtField,
  refField,
  respondField,
  spanField,
  stepsField,
  textField,
} from './fields.ts';
import { runsMax } from '../../rules/evaluate/runs.ts';
import { durationField } from '../../sources/fields.ts';

export type SourceKinds = ReadonlyMap<string, SourceKind>;

const incidentClasses = ['P0', 'P1', 'P2', 'P3'] as const;
const hintKinds = ['scale-up', 'scale-down', 'rollback'] as const;

/** What every kind of source shares; the rest of its keys are the kind's own options. */
const sharedSourceShape = {
  every: spanField.meta({ description: 'How often it is polled: 5s, 1m.' }).optional(),
  timeout: spanField.meta({ description: 'How long an answer is waited for.' }).optional(),
  needs: needsField.optional(),
  missing: missingField.optional(),
  because: becauseField.optional(),
};

/** What can be checked of a source whose kind is not known. */
export const anySourceSchema = z.looseObject(sharedSourceShape);

export const sharedSourceKeys: readonly string[] = ['kind', ...Object.keys(sharedSourceShape)];

/** What is known of a source whatever its kind is, once it has been read. */
const sharedSource = z.object({
  kind: z.string(),
  every: z.number().optional(),
  timeout: z.number().optional(),
  needs: z.array(z.string()).optional(),
  missing: z.enum(['unknown', 'keep', 'bad', 'good']).optional(),
  because: z.string().optional(),
});

function sourceSchema(kinds: SourceKinds) {
  const options = [...kinds.values()]
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
    .map(({ kind, options: own }) =>
      own.safeExtend({ kind: z.literal(kind), ...sharedSourceShape }).strict(),
    );
  const [first, ...rest] = options;
  return first === undefined
    ? z.looseObject({ kind: z.string() }).pipe(sharedSource)
    : z.discriminatedUnion('kind', [first, ...rest]).pipe(sharedSource);
}

const minSeenField = spanField.meta({
  description:
    'How much of its windows must have been seen before they are told. At the gate and in items a rate, a share, an average or a ' +
    'quantile is told from here on; without it only when its whole window was seen.',
  examples: ['5m'],
});

const metricShape = {
  title: textField.meta({ description: 'What the wall calls it.' }).optional(),
  group: textField.meta({ description: 'Metrics of one group stand together.' }).optional(),
  from: z
    .union([textField, z.strictObject({ expr: formulaField })])
    .meta({ description: 'The id of the source it is read from, or the formula it is calculated from.' }),
  use: callField.optional(),
  unit: textField
    .meta({ description: 'The unit in which it is judged and shown.', examples: ['ms', 'ETH'] })
    .optional(),
  exact: z
    .boolean()
    .meta({ description: 'Only exact values may be judged, never measured ones.' })
    .optional(),
  target: ownConditionField.optional(),
  alert: ownConditionField.optional(),
  hold: durationField
    .meta({ description: 'Once red, how long the alert must be seen not to hold before the red ends.' })
    .optional(),
  detect: detectField.optional(),
  staleAfter: spanField.meta({ description: 'A value is fresh while it is younger than this.' }).optional(),
  minSamples: z
    .int()
    .min(1)
    .meta({ description: 'How many readings "use" needs before its result counts.' })
    .optional(),
  minSeen: minSeenField.optional(),
  missing: missingField.optional(),
  because: becauseField.optional(),
  needs: needsField.optional(),
  ref: refField.optional(),
};

/** `read` belongs to the kind of the metric's source, and is checked with that kind's own schema. */
function metricSchema(read: z.ZodType) {
  return z.strictObject({ ...metricShape, read: read.optional() });
}

const hintSchema = z.strictObject({
  kind: z.enum(hintKinds).meta({ description: 'scale-up, scale-down or rollback.' }),
  title: textField.optional(),
  when: conditionField,
  minSeen: minSeenField.optional(),
  do: stepsField,
  ref: refField.optional(),
});

const tellField = textField.meta({ description: 'Who is told, and where.' });

const incidentSchema = z.strictObject({
  class: z.enum(incidentClasses).meta({ description: 'P0, P1, P2 or P3.' }),
  title: textField.optional(),
  when: conditionField.optional(),
  minSeen: minSeenField.optional(),
  do: stepsField.optional(),
  respond: respondField.optional(),
  detect: detectField.optional(),
  tell: tellField.optional(),
  ref: refField.optional(),
});

const classSchema = z.strictObject({
  respond: respondField.optional(),
  tell: tellField.optional(),
});

const runsSchema = z
  .strictObject({
    of: textField.meta({ description: 'The metric each look at which is a run.' }),
    count: z.int().min(1).max(runsMax).meta({ description: 'How many in a row.' }),
    maxAge: spanField.meta({ description: 'The newest run counts while it is younger than this: 1h.' }),
    same: textField
      .meta({
        description: 'A metric that must have one value in all of them: the build that was looked at.',
      })
      .optional(),
  })
  .meta({
    description:
      'Consecutive runs: "when" must hold at each of the last looks at a metric. A look that failed breaks the row.',
    examples: [{ of: 'smoke-failures', count: 3, maxAge: '1h' }],
  });

const itemSchema = z.strictObject({
  id: idField.optional(),
  text: textField,
  when: conditionField.optional(),
  minSeen: minSeenField.optional(),
  runs: runsSchema.optional(),
  manual: textField
    .meta({ description: 'Why only a person can tell: no reading does.', examples: ['a lawyer reads it'] })
    .optional(),
  ref: refField.optional(),
});

const phaseSchema = z.strictObject({
  at: phaseAtField.optional(),
  id: textField.optional(),
  title: textField.optional(),
  items: z.array(itemSchema),
});

/** A unit of the profile's own: a word without blanks and operators. */
const unitField = z.string().regex(/^[A-Za-z$€£¥][A-Za-z0-9$€£¥_-]*$/, {
  error: 'a unit is one word of letters, such as USDC',
});

const secretNames = z
  .array(
    z.string().regex(/^[A-Za-z_]\w*$/, {
      error: 'a variable of the environment is named by letters, digits and _, without ${ }: PARTNER_ID',
    }),
  )
  .meta({
    description:
      'Variables of the environment that are secret, besides those that stand where a credential stands or are called ' +
      'so (TOKEN, KEY, SECRET, PASS, …). A profile adds its own to those of the files that it extends.',
    examples: [['PARTNER_ID']],
  });

function profileSchema(kinds: SourceKinds, read: z.ZodType) {
  return z.strictObject({
    profile: z
      .string()
      .regex(/^[\w.-]+(\/[\w.-]+)*$/, { error: 'a profile is named like sge/production' })
      .meta({ description: 'The name of the profile: system and environment, sge/production.' })
      .optional(),
    title: textField.optional(),
    environment: textField
      .meta({
        description: 'What the header calls the environment; the last part of the name when left out.',
      })
      .optional(),
    abstract: z
      .boolean()
      .meta({ description: 'Only to be extended by others, never watched itself.' })
      .optional(),
    extends: z
      .union([textField, z.array(textField)])
      .meta({
        description:
          'A file, or several, that this one stands on. Maps merge, lists and scalars replace, null takes away.',
      })
      .optional(),
    vars: z
      .record(idField, z.union([z.string(), z.number(), z.boolean()]))
      .meta({
        description:
          'Texts to be put in wherever {name} stands. ${NAME} and ${NAME:-default} come from the environment.',
      })
      .optional(),
    secret: secretNames.optional(),
    units: z.array(unitField).meta({ description: 'Units of the profile’s own, such as USDC.' }).optional(),
    launch: z
      .strictObject({
        at: instantField.optional(),
        version: textField.meta({ description: 'What is being launched.' }).optional(),
      })
      .optional(),
    sources: z
      .record(idField, sourceSchema(kinds))
      .meta({ description: 'The places that readings come from.' })
      .optional(),
    metrics: z.record(idField, metricSchema(read)).meta({ description: 'What is watched.' }).optional(),
    hints: z
      .record(idField, hintSchema)
      .meta({ description: 'What to do while a condition holds.' })
      .optional(),
    incidents: z.record(idField, incidentSchema).optional(),
    classes: z
      .strictObject({
        P0: classSchema.optional(),
        P1: classSchema.optional(),
        P2: classSchema.optional(),
        P3: classSchema.optional(),
      })
      .meta({ description: 'For each class of incident: how soon to respond, and whom to tell.' })
      .optional(),
    phases: z.array(phaseSchema).meta({ description: 'The timeline of the launch.' }).optional(),
    gate: z
      .strictObject({ required: z.array(itemSchema).optional(), recommended: z.array(itemSchema).optional() })
      .meta({ description: 'What must hold for a go.' })
      .optional(),
  });
}

export type ProfileSchema = ReturnType<typeof profileSchema>;
export type ProfileDocument = z.output<ProfileSchema>;
export type MetricDocument = NonNullable<ProfileDocument['metrics']>[string];
export type ItemDocument = z.output<typeof itemSchema>;

/** The keys of a profile: what stands under one that is near to them is not lost. */
export const profileKeys: ReadonlySet<string> = new Set(
  'profile title environment abstract extends vars secret units launch sources metrics hints incidents classes phases gate'.split(
    ' ',
  ),
);

const built = new WeakMap<SourceKinds, ProfileSchema>();

/** The schema that profiles are checked with; built once for each set of kinds. */
export function profileSchemaFor(kinds: SourceKinds): ProfileSchema {
  const known = built.get(kinds);
  if (known) return known;
  const schema = profileSchema(kinds, z.unknown());
  built.set(kinds, schema);
  return schema;
}

/** The same schema, in which `read` is whatever any of the kinds takes: what an editor can be told. */
export function editorSchemaFor(kinds: SourceKinds): ProfileSchema {
  const reads = [...kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1)).map((kind) => kind.read);
  const [first, ...rest] = reads;
  return profileSchema(kinds, first === undefined ? z.unknown() : z.union([first, ...rest]));
}
