/**
 * `npm run build:web`: builds the browser applications of web/ where their sources have changed
 * since they were built. `npm start` and the tests do it first; an image is made with it.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const APPS: { app: string; modes: string[] }[] = [
  { app: 'webview', modes: ['production', 'states'] },
  { app: 'dashboard', modes: ['production'] },
];
/** What all of them are made with. */
const SHARED = join(ROOT, 'web', 'shared');

/** Of all that a build is made of. */
function sourcesHash(folder: string): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const files = [folder, SHARED]
    .flatMap((cwd) => globSync('**/*', { cwd, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(folder, 'dist')));
  for (const file of files.sort())
    hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

for (const { app, modes } of APPS) {
  const folder = join(ROOT, 'web', app);
  const stamp = join(folder, 'dist', 'built-from');
  const hash = sourcesHash(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
  // Loaded only where something is to be built: what is installed without it comes built already.
  const { build } = await import('vite').catch(() => {
    throw new Error(
      `web/${app} is not built, and vite is not installed: npm ci without --omit=dev`,
    );
  });
  const configFile = join(folder, 'vite.config.ts');
  for (const mode of modes) await build({ configFile, mode });
  writeFileSync(stamp, hash);
  console.log(`built web/${app}`);
}
