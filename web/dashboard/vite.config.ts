/** How the dashboard is built: one entry, split by screen, with the texts of each language beside it. */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { texts } from '../shared/build/texts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/d-assets/',
  publicDir: false,
  plugins: [react(), tailwindcss(), texts(here('texts'))],
  resolve: {
    // Messages are parsed when this is built, so the parser stays out of what members load.
    alias: {
      '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
    },
  },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The strict policy allows no inline script, and browsers of today need no polyfill.
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    target: ['es2022', 'safari16.4', 'chrome111'],
    rolldownOptions: { input: { main: here('src/main.tsx') } },
  },
  logLevel: 'warn',
});
