// Node's own SQLite, loaded when it is first needed: it is no part of the start of the program.

import type * as NodeSqlite from 'node:sqlite';

type Sqlite = typeof NodeSqlite;

/** Node 22 calls it experimental on stderr, in the middle of the wall. That one sentence is held back, and nothing else. */
function loadSqlite(): Sqlite {
  const emitWarning = process.emitWarning.bind(process);
  const own = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  const quiet = (warning: string | Error, ...rest: unknown[]): void => {
    const text = warning instanceof Error ? warning.message : warning;
    if (!text.startsWith('SQLite is an experimental feature'))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  // Loading is synchronous: nobody else can come by meanwhile.
  process.emitWarning = quiet;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    if (own) Object.defineProperty(process, 'emitWarning', own);
  }
}

let loaded: Sqlite | null = null;

export function openDatabase(path: string, options: { readonly readOnly: boolean }): NodeSqlite.DatabaseSync {
  loaded ??= loadSqlite();
  return new loaded.DatabaseSync(path, options);
}
