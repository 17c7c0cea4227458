// Pins what the terminal libraries read from the environment, so that a test sees the same everywhere, and gives what is kept
// of launches a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

for (const name of Object.keys(process.env)) {
  if (name === 'CONTINUOUS_INTEGRATION' || name.startsWith('CI_') || name === 'CI') {
    process.env[`LAUNCHWALL_TEST_${name}`] = process.env[name];
    delete process.env[name];
  }
}
delete process.env['NO_COLOR'];
process.env['FORCE_COLOR'] = '3';
process.env['TZ'] = 'UTC';
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['AWS_CONFIG_FILE'] = '/nonexistent';
process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent';

const stateFolder = mkdtempSync(join(tmpdir(), 'launchwall-state-'));
process.env['XDG_STATE_HOME'] = stateFolder;
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }));
