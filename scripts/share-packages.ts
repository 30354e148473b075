/** node_modules of this checkout for a copy of it, whose own packages are the copy's. */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const OURS = '@hubby';

export function sharePackages(checkout: string, copy: string): void {
  const [from, to] = [resolve(checkout, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(to);
  for (const name of readdirSync(from))
    if (name !== OURS) symlinkSync(join(from, name), join(to, name));
  const packages = join(copy, 'packages');
  if (!existsSync(packages)) return;
  mkdirSync(join(to, OURS));
  const folders = { sdk: 'sdk', cli: 'cli', app: 'sdk-app', standins: 'standins' };
  for (const [name, folder] of Object.entries(folders))
    symlinkSync(join(packages, folder), join(to, OURS, name));
}
