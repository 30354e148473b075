/**
 * How the WebView is built: one entry, split by screen, with the texts of each language beside it.
 * With `--mode states` the page of all states instead, which no traveler loads.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { texts } from '../shared/build/texts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => {
  const isStates = mode === 'states';
  const input: Record<string, string> = isStates
    ? { main: here('src/states/main.tsx') }
    : { main: here('src/main.tsx'), worker: here('src/offline/worker.ts') };
  return {
    root: here('.'),
    base: isStates ? '/w-assets/states/' : '/w-assets/',
    publicDir: false,
    plugins: isStates ? [] : [texts(here('texts'))],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      // Messages are parsed when this is built, so the parser stays out of what travelers load.
      alias: {
        '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
      },
    },
    build: {
      outDir: here(isStates ? 'dist/states' : 'dist'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      // The strict policy allows no inline script, and browsers of today need no polyfill.
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      target: ['es2022', 'safari16.4', 'chrome111'],
      // What several screens share is one file, asked for with the first page: fewer are sooner there.
      rolldownOptions: {
        input,
        output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
      },
    },
    logLevel: 'warn',
  };
});
