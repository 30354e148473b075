/**
 * Holds the import table of CONTRIBUTING.md: `node scripts/check-imports.ts` exits 1 with every
 * import that goes the wrong way or round in a circle. Imports of types count as well: what a
 * reader has to know of other modules does not depend on what is left of it when it runs.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { packageRefusal } from './package-imports.ts';

/**
 * folder (longest prefix wins) → what of src/ it may import besides itself; `type:` = types only,
 * `*` = whatever ends so
 */
const TABLE: Record<string, string[]> = {
  'src/config.ts': ['src/config/', '*/config.ts'],
  'src/config/': ['src/input/near.ts', 'src/input/shown.ts'],
  'src/errors.ts': [],
  'src/ids.ts': [],
  'src/secrets.ts': [],
  'src/turns.ts': [],
  'src/credentials.ts': [],
  'src/context.ts': [
    'type:src/config.ts',
    'type:src/secrets.ts',
    'type:src/db/pool.ts',
    'type:src/providers/provider.ts',
    'type:src/providers/sandbox-control.ts',
    'type:src/channels/',
    'type:src/domain/',
  ],
  'src/input/': ['src/errors.ts'],
  'src/db/': ['src/errors.ts', 'src/turns.ts', 'src/config/', 'type:src/config.ts'],
  'src/domain/': [
    'src/config/',
    'src/db/',
    'src/input/',
    'src/errors.ts',
    'src/ids.ts',
    'src/secrets.ts',
    'src/turns.ts',
    'type:src/context.ts',
    'src/providers/provider.ts',
    'src/providers/sandbox-control.ts',
    'type:src/providers/article.ts',
    'type:src/providers/callback.ts',
    'type:src/providers/kind.ts',
    'src/providers/identifiers.ts',
    'src/providers/kind.ts',
    'type:src/providers/',
