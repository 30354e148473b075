/**
 * Every statement of the sources is one that PostgreSQL takes on the migrated schema, and gives the
 * columns that its row type names: a column that is renamed, or a type that drifts, shows here
 * without any statement being run.
 */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { cloneTemplate } from './support/template.ts';
import { describe as describeStatement } from './support/statements/describe.ts';
import { columnsOf, type Columns } from './support/statements/row-types.ts';
import { lineOf, readSources, walk, type Node, type Source } from './support/statements/sources.ts';
import { textsOf } from './support/statements/strings.ts';

const BEGINS =
  /^\s*(select\s|insert into\s|update\s+\S+\s+(\w+\s+)?set\s|delete from\s|with\s+\w+\s+as\b)/;
/**
 * Files with a statement that is put together while it runs, once per statement. The suite runs
 * them; nothing reads them.
 */
const READ_BY_NOBODY = [
  'copy-cluster.ts',
  'pool.ts',
  'session.ts',
  'find-page.ts',
  'find-page.ts',
  'find-page.ts',
  'find-page.ts',
  'find-page.ts',
  'review.ts',
  'open-code.ts',
  'receive-callback.ts',
  'change-partner.ts',
  'support-secrets.ts',
  'redeem-code.ts',
  'overdue-work.ts',
  'reset.ts',
  'reseal.ts',
  'reseal.ts',
  'take-timers.ts',
  'advance-feed.ts',
  'list-recorded-events.ts',
  // The words of a claim, or of a page; each is read where it is made of them.
  'lease.ts',
  'forget.ts',
  // of a list that is put together with its limit and place
  'holding.ts',
  'lease.ts',
  'claim-in-turns.ts',
  'list-all-requests.ts',
  'list-entries.ts',
  'list-entries.ts',
  'list-messages.ts',
  'list-messages.ts',
  'list-orders.ts',
  'list-requests.ts',
  'list-requests.ts',
  'list-requests.ts',
];
type Statement = { at: string; text: string; columns: Columns | null };

const sources = readSources();

/**
 * Where a statement is asked and its rows are given a type: `db.rows<Row>(text)`,
 * `tx.one<Row>(text)`.
 */
const asksFor = (node: Node): Node | null =>
  node.type === 'CallExpression' && ['rows', 'one'].includes(node['callee'].property?.name)
    ? (node['arguments'][0] ?? null)
    : null;

const begins = (source: Source, node: Node): boolean =>
  ['Literal', 'TemplateLiteral'].includes(node.type) &&
  BEGINS.test(source.text.slice(node.start + 1, node.end - 1));

function statementsOf(source: Source): { read: Statement[]; unread: string[] } {
  const read: Statement[] = [];
  const unread: string[] = [];
  const seen = new Set<Node>();
  const keep = (node: Node, type: Node | undefined): void => {
    const at = `${source.path}:${lineOf(source, node)}`;
    const texts = textsOf(sources, source, node);
    if (texts === null && ['Literal', 'TemplateLiteral'].includes(node.type))
      unread.push(basename(source.path));
    const columns = type === undefined ? null : columnsOf(sources, source, type);
    for (const text of texts ?? []) read.push({ at, text, columns });
  };
  for (const node of walk(source.program)) {
    const asked = asksFor(node);
    if (asked !== null) {
      keep(asked, node['typeArguments']?.params[0]);
      for (const inner of walk(asked)) seen.add(inner);
    }
  }
  for (const node of walk(source.program))
    if (begins(source, node) && !seen.has(node)) {
      keep(node, undefined);
      for (const inner of walk(node)) seen.add(inner);
    }
  return { read, unread };
}

describe('statements of the sources', () => {
  const all = [...sources.values()].map(statementsOf);
  const read = all.flatMap((one) => one.read);
  let client: pg.Client;
  let drop: () => Promise<void>;
  before(async () => {
    const clone = await cloneTemplate();
    drop = clone.drop;
    client = new pg.Client(clone.config);
    await client.connect();
  });
  after(async () => {
    await client.end();
    await drop();
  });

  it('are taken by PostgreSQL, with the columns of their row types', async () => {
    const wrong: string[] = [];
    for (const { at, text, columns } of read) {
      const described = await describeStatement(client, text);
      if (described.error !== null) {
        wrong.push(`${at}: ${described.error}`);
        continue;
      }
      for (const [name, { kind, isOptional }] of columns ?? []) {
        const given = described.columns.get(name);
        if (given === undefined) {
          if (!isOptional) wrong.push(`${at}: gives no column "${name}"`);
        } else if (![given, kind].includes('any') && given !== kind)
          wrong.push(`${at}: "${name}" is ${given}, its type says ${kind}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('are read but for those that only a running program puts together', () => {
    assert.deepEqual(all.flatMap((one) => one.unread).sort(), READ_BY_NOBODY.toSorted());
  });
});
