#!/usr/bin/env node
// Runs src/main.ts on a Node that can: this one, or the one from the npm package `node` (a dependency of this project).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);
const bundled = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

if (isNewEnough) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.(join(tmpdir(), `hubby-compile-cache-${process.getuid?.() ?? 0}`));
  await import('../src/main.ts');
} else if (existsSync(bundled)) {
  const child = spawn(
    bundled,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(import.meta.url),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  // The child hears ctrl-C itself; a TERM that only reaches us is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
} else {
  console.error(
    `Hubby needs Node 22.18 or newer (this is ${process.version}). Run npm ci in ${root}, which brings one.`,
  );
  process.exit(1);
}
