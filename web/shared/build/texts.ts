/**
 * The texts of every language, parsed when an application is built: a message of ICU MessageFormat
 * becomes its syntax tree, a plain sentence stays a string. They are written in a file per language,
 * or in a folder of files by subject, and served as one file per language, named by its content;
 * `texts.json` says which is which.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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

const filesOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .map((name) => join(path, name))
    : [path];

/** Of one language, by `path`: a file, or a folder of them. Throws where a key stands in two. */
export function readTexts(path: string): Texts {
  const all: Texts = {};
  for (const file of filesOf(path))
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Texts)) {
      if (Object.hasOwn(all, key)) throw new Error(`${key}: a second time, in ${file}`);
      all[key] = text;
    }
  return all;
}

export function texts(folder: string): Plugin {
  return {
    name: 'hubby-texts',
    generateBundle() {
      const files: Record<string, string> = {};
      for (const name of readdirSync(folder).sort()) {
        const language = basename(name, '.json');
        const source = JSON.stringify(parseTexts(readTexts(join(folder, name))));
        const hash = createHash('sha256').update(source).digest('hex').slice(0, 10);
        files[language] = `texts/${language}-${hash}.json`;
        this.emitFile({ type: 'asset', fileName: files[language], source });
      }
      this.emitFile({ type: 'asset', fileName: 'texts.json', source: JSON.stringify(files) });
    },
  };
}
