// Makes a source of its setup, by the registry of kinds.

import type { Clock } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { sourceKinds } from '../../sources/registry.ts';
import type { CommandHost, Source, SourceSetup } from '../../sources/source.ts';

/** @param memory what a source that was set up like this one told last. */
export async function openSource(
  source: SourceSetup,
  clock: Clock,
  memory: string | null,
  host?: CommandHost,
): Promise<Source> {
  const kind = sourceKinds.get(source.kind);
  if (!kind) throw new LaunchwallError('internal', `no source of the kind ${source.kind}`);
  const { id, options, reads, every, timeout } = source;
  return kind.create({
    id,
    options,
    reads,
    every,
    timeout,
    clock,
    ...(host && { host }),
    ...(memory !== null && { memory }),
  });
}

/** Whether it must be polled in the thread of the command line: its commands run only with what a person trusts there. */
export function staysHere({ kind, options }: SourceSetup): boolean {
  return sourceKinds.get(kind)?.command(options) !== null;
}
