/**
 * `npm run build -w @hubby/sdk`: what is published of a package, as its folder `dist`: JavaScript
 * and types in `lib`, and a package.json that points there instead of at the sources.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/typescript-compiler/bin/tsc');

type Manifest = {
  exports: Record<string, string>;
  /** what stands in their place once it is published */
  publishConfig?: Record<string, unknown>;
  private?: boolean;
  scripts?: unknown;
};

/** Returns the folder. `out`: where it is made, empty before. */
export function buildPackage(folder: string, out = join(folder, 'dist')): string {
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [COMPILER, '-p', folder, '--outDir', join(out, 'lib')], {
    stdio: 'inherit',
  });
  const source = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(publishedOf(source), null, 2)}\n`);
  for (const file of [join(folder, 'README.md'), join(ROOT, 'LICENSE')])
    if (existsSync(file)) cpSync(file, join(out, file.split('/').at(-1)!));
  return out;
}

/** `private` keeps the sources from being published in place of this. */
function publishedOf({ publishConfig, ...manifest }: Manifest): object {
  delete manifest.private;
  delete manifest.scripts;
  const exports = Object.entries(manifest.exports).map(([name, file]) => {
    const built = file.replace('./src/', './lib/').replace(/\.ts$/, '');
    return [name, { types: `${built}.d.ts`, default: `${built}.js` }];
  });
  return {
    ...manifest,
    exports: { ...Object.fromEntries(exports), './package.json': './package.json' },
    files: ['lib'],
    ...publishConfig,
  };
}

if (import.meta.main) console.log(buildPackage(resolve(process.argv[2] ?? '.')));
