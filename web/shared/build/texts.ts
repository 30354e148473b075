/**
 * The texts of every language, parsed when an application is built: a message of ICU MessageFormat
 * becomes its syntax tree, a plain sentence stays a string. One file per language, named by its
 * content; `texts.json` says which is which.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

type Texts = Record<string, string>;

/** Throws where a message is no ICU MessageFormat, with its key. */
export function parseTexts(texts: Texts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, message]) => {
      if (!/[{}'<#]/.test(message)) return [key, message];
      try {
        return [key, parse(message, { ignoreTag: true, captureLocation: false })];
      } catch (error) {
        throw new Error(`${key}: ${String(error)}`, { cause: error });
      }
    }),
  );
}

export function texts(folder: string): Plugin {
  return {
    name: 'hubby-texts',
    generateBundle() {
      const files: Record<string, string> = {};
      for (const name of readdirSync(folder).sort()) {
        const language = name.replace(/\.json$/, '');
        const read = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Texts;
        const source = JSON.stringify(parseTexts(read));
        const hash = createHash('sha256').update(source).digest('hex').slice(0, 10);
        files[language] = `texts/${language}-${hash}.json`;
        this.emitFile({ type: 'asset', fileName: files[language], source });
      }
      this.emitFile({ type: 'asset', fileName: 'texts.json', source: JSON.stringify(files) });
    },
  };
}
