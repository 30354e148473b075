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
 * `*` = whatever ends so. Packages: scripts/package-imports.ts
 */
const TABLE: Record<string, string[]> = {
  'src/config.ts': ['src/config/', '*/config.ts'],
  'src/config/': ['src/input/near.ts', 'src/input/shown.ts'],
  'src/errors.ts': [],
  'src/escape-html.ts': [],
  'src/ids.ts': [],
  'src/secrets.ts': [],
  'src/turns.ts': [],
  'src/credentials.ts': [],
  'src/context.ts': [
    'type:src/config.ts',
    'type:src/secrets.ts',
    'type:src/db/pool.ts',
    'type:src/providers/provider.ts',
    'type:src/pay-desk/server.ts',
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
    'src/escape-html.ts',
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
    'type:src/channels/mail.ts',
    'type:src/channels/payments/pay-desk.ts',
    'type:src/channels/push.ts',
    'src/domain/actor.ts',
    'src/domain/time.ts',
    'src/domain/money.ts',
    'src/domain/speaker.ts',
  ],
  'src/outgoing/': [],
  'src/providers/': [
    'src/errors.ts',
    'src/turns.ts',
    'src/config/',
    'src/outgoing/',
    'type:src/config.ts',
    'src/domain/money.ts',
  ],
  'src/channels/': [
    'src/errors.ts',
    'src/config/',
    'src/input/email.ts',
    'src/input/retry-after.ts',
    'src/outgoing/',
  ],
  'src/sandbox-telco/': ['src/config/', 'src/providers/identifiers.ts'],
  'src/pay-desk/': [],
  'src/http/': ['src/errors.ts', 'src/turns.ts', 'src/input/depth.ts'],
  'src/api/': [
    'src/http/',
    'src/domain/',
    'src/input/',
    'src/errors.ts',
    'src/ids.ts',
    'type:src/context.ts',
    'src/providers/kind.ts',
    'src/db/history.ts',
    'src/db/not-now.ts',
    'src/jobs/advance-clock.ts',
    'src/web-api/cookies.ts',
  ],
  'src/web-api/': [
    'src/api/bookings.ts',
    'src/api/native/packages.ts',
    'src/api/sandbox/',
    'src/api/code-batches.ts',
    'src/api/prices.ts',
    'src/api/strategy.ts',
    'src/api/callers/',
    'src/api/reports.ts',
    'src/api/operator/',
    'src/api/messages.ts',
    'src/api/settings.ts',
    'src/api/route/',
    'src/api/service.ts',
    'src/api/reference/schemas/',
    'src/http/',
    'src/input/',
    'src/domain/',
    'src/errors.ts',
    'src/ids.ts',
    'type:src/context.ts',
  ],
  'src/app-api/': [
    'src/api/callers/',
    'src/http/',
    'src/input/',
    'src/domain/',
    'src/errors.ts',
    'type:src/context.ts',
  ],
  'src/pages/': [
    'src/http/',
    'src/input/',
    'src/domain/',
    'src/errors.ts',
    'type:src/context.ts',
    'src/escape-html.ts',
    'src/api/reference/error-docs.ts',
  ],
  'src/jobs/': ['src/domain/', 'src/errors.ts', 'type:src/db/pool.ts', 'type:src/context.ts'],
};
/** Nouns in arrow order: each may import itself and those to its right. */
const NOUNS = [
  'retention',
  'notifications',
  'home',
  'secrets',
  'doctor',
  'sandbox',
  'reports',
  'erasing',
  'webview',
  'store',
  'imports',
  'bookings',
  'hosted',
  'grants',
  'promo-codes',
  'support',
  'instructions',
  'esims',
  'messages',
  'mail-links',
  'push-devices',
  'planning',
  'device-models',
  'app-tokens',
  'travelers',
  'timers',
  'partners',
  'settings',
  'publishing',
  'routing',
  'suppliers',
  'catalog',
  'incidents',
  'members',
  'requests',
  'abuse',
];
/** Anyone may call it, it calls nobody back; and the reverse: what stands above all nouns. */
const SHARED_NOUNS = ['webhooks', 'audit'];
/** These put the parts together and may import anything. */
const ASSEMBLY = [
  'src/app.ts',
  'src/graceful-stop.ts',
  'src/main.ts',
  'src/processes.ts',
  'src/runtime.ts',
  'src/start/',
  'src/upkeep/',
  'src/worker.ts',
];

export type Module = { file: string; text: string };
export type Checked = { modules: number; imports: number; problems: string[] };
type Import = { from: string; to: string; isType: boolean };

export function checkImports(modules: readonly Module[]): Checked {
  const imports = modules.flatMap(importsOf);
  const wrong = imports.flatMap(({ from, to, isType }) => {
    const why =
      packageRefusal(from, to, isAssembly(from)) ??
      (from.startsWith('src/') && to.startsWith('src/') ? refusal(from, to, isType) : null);
    return why === null ? [] : [`${from} → ${to}: ${why}`];
  });
  return {
    modules: modules.length,
    imports: imports.length,
    problems: [...wrong, ...circles(imports)],
  };
}

/** Files of ours, and libraries that only some folders may use. */
const NOTED = /^(?:\.|@hubby\/|p?react\b|@tanstack\/|lucide-react\b)/;

/** What a module names of others: imports, what it exports of them, `import()` of values and types. */
function importsOf({ file, text }: Module): Import[] {
  const found: Import[] = [];
  const note = (source: { value?: unknown } | null, kind?: string): void => {
    const path = source?.value;
    if (typeof path !== 'string' || !NOTED.test(path)) return;
    const to = path.startsWith('.') ? join(dirname(file), path) : path;
    found.push({ from: file, to, isType: kind === 'type' });
  };
  new Visitor({
    ImportDeclaration: (node) => note(node.source, node.importKind),
    ExportNamedDeclaration: (node) => note(node.source, node.exportKind),
    ExportAllDeclaration: (node) => note(node.source, node.exportKind),
    ImportExpression: (node) => note(node.source as { value?: unknown }),
    TSImportType: (node) => note(node.source, 'type'),
  }).visit(parseSync(file, text).program);
  return found;
}

const isAssembly = (file: string): boolean => ASSEMBLY.some((part) => file.startsWith(part));

function refusal(file: string, target: string, isType: boolean): string | null {
  if (isAssembly(file)) return null;
  const row = Object.keys(TABLE)
    .filter((k) => file.startsWith(k))
    .sort((a, b) => b.length - a.length)[0];
  if (row === undefined) return 'this folder is not in the table of scripts/check-imports.ts';
  const noun = (path: string): string | undefined => /^src\/domain\/([^/]+)\//.exec(path)?.[1];
  const [from, to] = [noun(file), noun(target)];
  if (from !== undefined && to !== undefined) {
    if (from === to || SHARED_NOUNS.includes(to)) return null;
    if (SHARED_NOUNS.includes(from)) return `${from} calls nobody back`;
    return NOUNS.indexOf(from) !== -1 && NOUNS.indexOf(from) < NOUNS.indexOf(to)
      ? null
      : `${from} may not import ${to}; order: ${NOUNS.join(' → ')}`;
  }
  if (target.startsWith(row)) return null;
  const allowed = TABLE[row]!.some((rule) => {
    if (rule.startsWith('*')) return target.endsWith(rule.slice(1));
    return rule.startsWith('type:')
      ? isType && target.startsWith(rule.slice(5))
      : target.startsWith(rule);
  });
  return allowed ? null : `${row} may import only ${TABLE[row]!.join(', ') || 'libraries'}`;
}

function circles(imports: readonly Import[]): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const graph = Map.groupBy(imports, ({ from }) => from);
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const { to } of graph.get(file) ?? []) visit(to, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

export const readModules = (root: string): Module[] =>
  globSync('{src,packages/*/src,web/*/src}/**/*.{ts,tsx}', { cwd: root }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }));

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { modules, imports, problems } = checkImports(readModules(root));
  for (const problem of problems) console.error(problem);
  console.log(
    `src, packages, web: ${modules} modules, ${imports} imports, ${problems.length} problems`,
  );
  process.exit(problems.length > 0 || modules === 0 ? 1 : 0);
}
