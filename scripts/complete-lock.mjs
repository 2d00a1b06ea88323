/** `node scripts/complete-lock.mjs`, after `npm install`: adds the platform packages that a registry mirror lacks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completePackages } from './setup/lock-file.mjs';
import { root } from './setup/paths.mjs';

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const packages = completePackages(lock.packages);
const added = Object.keys(packages).length - Object.keys(lock.packages).length;
if (added > 0) writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(
  added > 0 ? `package-lock.json: ${added} platform packages added.\n` : 'package-lock.json is complete.\n',
);
