// The program's table of commands, and what knows them before the program is loaded.
import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { commandsWithoutWall, wallCommands } from '../../src/ui/terminal/skeleton.ts';
import { testContext } from '../support/context.ts';

async function helpText(): Promise<string> {
  const lines: string[] = [];
  const context = testContext();
  const stdout = { ...context.stdout, lines: (text: string) => void lines.push(text) };
  expect(await runProgram(['--help'], { ...context, stdout })).toBe(0);
  return lines.join('\n');
}

test('the skeleton knows every command, and no other', async () => {
  const [, table = ''] = (await helpText()).split('Commands:\n');
  const names = [...table.matchAll(/^  ([a-z]+)/gm)].map(([, name = '']) => name);
  expect(names).toContain('watch');
  expect([...wallCommands, ...commandsWithoutWall].toSorted()).toEqual(names.toSorted());
});
