// The string-width that Ink itself uses, whatever this project's own dependencies are.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { StringWidth } from '../../src/ui/ink/fast-width.ts';
import { assertStock } from './stock.ts';

const fromInk = createRequire(import.meta.resolve('ink'));
const module: unknown = await import(pathToFileURL(fromInk.resolve('string-width')).href);

export const realStringWidth = (module as { default: StringWidth }).default;
assertStock('string-width', () => realStringWidth('●'));
