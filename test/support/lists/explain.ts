/** What PostgreSQL does for a statement, under the application's role and row-level security. */
import pg from 'pg';
import { SESSION_OPTIONS } from '../../../src/db/session.ts';
import type { Sent } from './record-statements.ts';

/** As planned for the values, and as planned once for all values of a prepared statement. */
export const MODES = ['force_custom_plan', 'force_generic_plan'] as const;
type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
};
export type Explained = {
  mode: (typeof MODES)[number];
  /** buffers touched, also more than once */
  buffers: number;
  /** tables that were read from end to end */
  scanned: string[];
};

export async function openExplainer(database: pg.ClientConfig) {
  const client = new pg.Client({ ...database, options: SESSION_OPTIONS });
  await client.connect();

  async function explain({ text, values, partnerId }: Sent, mode: Explained['mode']) {
    await client.query('begin');
    try {
      await client.query(`select set_config('hubby.partner_id', $1, true)`, [partnerId ?? '']);
      await client.query(`set local plan_cache_mode = ${mode}`);
      await client.query(`prepare explained as ${text}`);
      const given = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
      const { rows } = await client.query(
        `explain (analyze, buffers, timing off, format json) execute explained${given}`,
      );
      const plan = rows[0]['QUERY PLAN'][0].Plan as Node;
      return {
        mode,
        buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
        scanned: [...new Set(scansOf(plan))],
      };
    } finally {
      await client.query('rollback');
      await client.query('deallocate all');
    }
  }

  return {
    async explain(sent: Sent): Promise<Explained[]> {
      const explained: Explained[] = [];
      for (const mode of MODES) explained.push(await explain(sent, mode));
      return explained;
    },
    end: () => client.end(),
  };
}

const scansOf = (node: Node): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0 ? [node['Relation Name']!] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];

/** A value as the wire carries it, in the text of a statement. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return pg.escapeLiteral(`\\x${value.toString('hex')}`);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value))
    return pg.escapeLiteral(`{${value.map((v) => JSON.stringify(String(v))).join(',')}}`);
  return pg.escapeLiteral(String(value));
}
