// The --theme option: a name that the wall knows.

import { LaunchwallError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { themeNames } from '../../ui/theme.ts';

export function checkTheme(name: string | undefined): void {
  if (name === undefined || themeNames.includes(name)) return;
  throw new LaunchwallError(
    'usage',
    `--theme: "${name}" is none of ${themeNames.join(', ')}${didYouMean(name, themeNames)}`,
  );
}
