// Makes the symbolic links that the PostgreSQL package lists beside its programs: `node links.mjs PACKAGE_FOLDER`.
import { readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = process.argv[2];
const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
for (const { source, target } of links) symlinkSync(basename(source), join(folder, target));
