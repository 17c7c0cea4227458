// Which tests `npm run test:fast` runs: those of the pure parts and the views, less what takes its time.
import { sourceFiles } from './source-files.ts';

const folders = ['test/bin', 'test/domain', 'test/report', 'test/rules', 'test/ui'];

/** Files and folders, and why. */
export const notFast: Readonly<Record<string, string>> = {
  'test/domain/escaped-echo.test.ts': 'a property of many texts',
  'test/domain/series.test.ts': 'a property of long series',
  'test/domain/shell-word.test.ts': 'asks a real shell',
  'test/domain/text.test.ts': 'a property of many texts',
  'test/report/live-board.test.ts': 'polls a server',
  'test/report/write.test.ts': 'makes named pipes with a program',
  'test/rules/begins-anew.test.ts': 'a property of many launches',
  'test/rules/lint/detection.test.ts': 'a property of many rules',
  'test/rules/lint/warm-up.test.ts': 'a property of many rules',
  'test/rules/properties/': 'properties of the judgement, for minutes',
  'test/rules/recipes.test.ts': 'hours of each recipe',
  'test/rules/since.test.ts': 'a property of many launches',
  'test/rules/windows-in-part.test.ts': 'hours of each window',
  'test/ui/acts/metric.test.tsx': 'the whole app, many keys',
  'test/ui/app.test.tsx': 'the whole app, of any size over any data',
  'test/ui/keys/prompt.test.ts': 'a property of many keys',
  'test/ui/views/fits.test.tsx': 'every screen, of any size over any data',
  'test/ui/views/launch/timeline.test.tsx': 'every item of every phase',
};

export function fastTests(): readonly string[] {
  const slow = Object.keys(notFast);
  return sourceFiles(folders).filter(
    (file) => /\.test\.tsx?$/.test(file) && !slow.some((place) => file.startsWith(place)),
  );
}
