/**
 * What PostgreSQL says of a statement without running it: its columns, or why it takes no such
 * statement.
 */
import pg from 'pg';
import type { Kind } from './row-types.ts';

export type Described =
  { error: null; columns: Map<string, Kind> } | { error: string; columns: null };

/** A query of the extended protocol that ends before it binds anything. */
class Describe {
  #columns = new Map<string, Kind>();
  #done: (described: Described) => void;
  readonly #text: string;
  constructor(text: string, done: (described: Described) => void) {
    this.#text = text;
    this.#done = done;
  }
  submit(connection: pg.Connection): void {
    connection.parse({ name: '', text: this.#text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }
  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    for (const { name, dataTypeID } of fields) this.#columns.set(name, KINDS[dataTypeID] ?? 'any');
  }
  handleError(error: Error): void {
    this.#done({ error: error.message, columns: null });
  }
  handleReadyForQuery(): void {
    this.#done({ error: null, columns: this.#columns });
  }
}

const { builtins } = pg.types;
const KINDS: Record<number, Kind> = {
  ...Object.fromEntries(
    ['INT2', 'INT4', 'INT8', 'FLOAT4', 'FLOAT8', 'NUMERIC'].map((name) => [
      builtins[name as keyof typeof builtins],
      'number',
    ]),
  ),
  ...Object.fromEntries(
    ['TEXT', 'VARCHAR', 'UUID', 'BPCHAR', 'CIDR', 'INET'].map((name) => [
      builtins[name as keyof typeof builtins],
      'string',
    ]),
  ),
  [builtins.BOOL]: 'boolean',
  [builtins.TIMESTAMPTZ]: 'Date',
  [builtins.TIMESTAMP]: 'Date',
  [builtins.BYTEA]: 'Buffer',
  // arrays: of text, int4, uuid, timestamptz
  1009: 'array',
  1007: 'array',
  2951: 'array',
  1185: 'array',
};

export const describe = (client: pg.Client, text: string): Promise<Described> =>
  new Promise((resolve) => {
    client.query(new Describe(text, resolve) as unknown as pg.Submittable);
  });
