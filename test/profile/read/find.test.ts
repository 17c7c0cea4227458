// From a name to a file, and the list of what can be watched.
import { expect, test } from 'vitest';
import { findProfile } from '../../../src/profile/read/find.ts';
import { listProfiles } from '../../../src/profile/list.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { loaded, temporaryFolder, told } from '../support/folder.ts';

const text = (title: string): string =>
  `title: ${title}\nsources: { api: { kind: web, url: "https://a.b" } }\nmetrics: { up: { from: api, read: up } }\n`;

test('a name is looked up in ./profiles, the config folder, then what ships', async () => {
  const folder = await temporaryFolder();
  const options = folder.options();
  await folder.write('shipped/sge/production.yaml', text('shipped'));
  const title = async (): Promise<string> => loaded(await loadProfile('sge/production', options)).plan.title;
  expect(await title()).toBe('shipped');
  await folder.write('config/profiles/sge/production.yml', text('own'));
  expect(await title()).toBe('own');
  await folder.write('profiles/sge/production.yaml', text('here'));
  expect(await title()).toBe('here');
});

test('name and environment come from where the file lies, unless it says so itself', async () => {
  const folder = await temporaryFolder();
  const options = folder.options();
  const file = await folder.write('profiles/sge/staging.yaml', text('x'));
  expect(loaded(await loadProfile('sge/staging', options)).plan).toMatchObject({
    name: 'sge/staging',
    environment: 'staging',
  });
  expect(loaded(await loadProfile(file, options)).plan).toMatchObject({
    name: 'sge/staging',
    environment: 'staging',
  });
  await folder.write('other.yaml', `profile: a/b\nenvironment: qa\n${text('x')}`);
  expect(loaded(await loadProfile('./other.yaml', options)).plan).toMatchObject({
    name: 'a/b',
    environment: 'qa',
  });
});

test('an unknown name is told with the nearest one and with where it was looked for', async () => {
  const folder = await temporaryFolder();
  await folder.write('profiles/sge/production.yaml', text('x'));
  expect(told(await loadProfile('sge/prodution', folder.options()))).toEqual([
    `1:1 : there is no profile "sge/prodution" (did you mean "sge/production"?); looked in ${folder.path}/profiles, ${folder.path}/config/profiles, ${folder.path}/shipped`,
  ]);
});

test('a name never leads out of the folders', async () => {
  const folder = await temporaryFolder();
  await folder.write('secret.yaml', text('x'));
  for (const name of ['x/../../secret', '', ' ', 'a\0b'])
    expect((await findProfile(name, folder.options())).ok, name).toBe(false);
});

test('a folder is no profile, and is not called missing', async () => {
  const folder = await temporaryFolder();
  await folder.write('own/production.yaml', text('x'));
  expect(told(await loadProfile('./own', folder.options()))).toEqual([
    expect.stringMatching(/^1:1 : .*own is a folder: a profile is one file in it$/),
  ]);
  expect(told(await loadProfile('./nothing', folder.options()))).toEqual([
    expect.stringMatching(/^1:1 : there is no file .*nothing$/),
  ]);
});

test('the list has what can be watched, and why the rest cannot', async () => {
  const folder = await temporaryFolder();
  await folder.write('profiles/sge/base.yaml', 'abstract: true\nmetrics: 7\n');
  await folder.write('profiles/sge/production.yaml', `title: SGE\n${text('x').replace('title: x\n', '')}`);
  await folder.write(
    'profiles/sge/broken.yaml',
    `title: Broken\nsources: { api: { kind: web, url: "\${URL}" } }\nnope: 1\n`,
  );
  await folder.write('profiles/scenarios/sge.yaml', 'title: A launch\ntracks: {}\n');
  await folder.write('profiles/readme.md', '# no profile');
  await folder.write('shipped/sge/production.yaml', text('hidden by the one above'));
  await folder.write('shipped/demo.yml', text('Demo'));
  expect(await listProfiles(folder.options())).toEqual([
    { name: 'demo', title: 'Demo', environment: 'demo', problem: null },
    {
      name: 'sge/broken',
      title: 'Broken',
      environment: 'broken',
      problem: 'the environment variable URL is not set, and has no default here (and 1 more)',
    },
    { name: 'sge/production', title: 'SGE', environment: 'production', problem: null },
  ]);
});
