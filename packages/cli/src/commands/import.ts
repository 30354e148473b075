/** `hubby import …`: files of bookings, sent, looked at, booked and given back. */
import type { Hubby } from '@hubby/sdk';
import type { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { partner, type ServerOptions } from '../client.ts';
import { asPartner, define } from '../command.ts';
import { print } from '../print.ts';

type Import = Awaited<ReturnType<Hubby['getImport']>>;
type Waiting = ServerOptions & { wait?: boolean };

const ID = 'imp_01jd2x7c9m4q8r5t6v7w8x9y0z';
const LOOK_MS = 500;
/** Of what is wrong with rows, so many are printed. */
const MOST_PROBLEMS = 20;

export function addImport(program: Command): void {
  const imports = define(program, 'import', 'files of bookings', [
    'import send bookings.csv',
    `import run ${ID}`,
  ]);
  const waiting = (command: Command): Command =>
    asPartner(command).option('--no-wait', 'say what is there at once');
  waiting(
    define(imports, 'send <file>', 'a CSV file; its rows are checked, nothing is booked yet', [
      'import send bookings.csv',
      'import send bookings.csv --map booking_id:Reference,destination:Country',
    ]),
  )
    .option('--map <map>', 'field:column pairs with commas, where the names do not say it')
    .action(send);
  asPartner(
    define(imports, 'list', 'of the last thirty days, newest first', ['import list']),
  ).action(list);
  asPartner(
    define(imports, 'show <id>', 'how far it is, and what is wrong with its rows', [
      `import show ${ID}`,
    ]),
  ).action(async (id: string, o: ServerOptions) => tell(o, await partner(o).getImport({ id })));
  waiting(
    define(imports, 'map <id> <map>', 'the whole map anew; all rows are checked again', [
      `import map ${ID} booking_id:Reference,departure_date:Date,destination:Country`,
    ]),
  ).action(map);
  waiting(
    define(imports, 'run <id>', 'book the good rows; what is there already is not booked again', [
      `import run ${ID}`,
    ]),
  ).action(async (id: string, o: Waiting) =>
    tell(o, await settled(o, await partner(o).runImport({ id }))),
  );
  asPartner(
    define(imports, 'cancel <id>', 'what is booked stays booked', [`import cancel ${ID}`]),
  ).action(async (id: string, o: ServerOptions) => tell(o, await partner(o).cancelImport({ id })));
  asPartner(
    define(imports, 'result <id>', 'the rows of the file with what became of each', [
      `import result ${ID} --out result.csv`,
    ]),
  )
    .option('--out <file>', 'where it is written; default: printed')
    .action(result);
}

async function send(file: string, o: Waiting & { map?: string }) {
  const { id } = await partner(o).createImport({
    filename: basename(file),
    body: new Uint8Array(readFileSync(file)),
    ...(o.map === undefined ? {} : { map: o.map }),
  });
  tell(o, await settled(o, await partner(o).getImport({ id })));
}

async function map(id: string, text: string, o: Waiting) {
  tell(o, await settled(o, await partner(o).mapImport({ id, body: { map: readMap(text) } })));
}

function readMap(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    if (colon < 1)
      throw new Error(`expected field:column pairs with commas as the map, got "${pair}"`);
    return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

async function list(o: ServerOptions) {
  const all: Pick<Import, 'id' | 'state' | 'filename' | 'created_at'>[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Awaited<ReturnType<Hubby['listImports']>> = await partner(o).listImports(
      cursor === '' ? {} : { cursor },
    );
    all.push(...page.imports);
    cursor = page.next_cursor;
  }
  print(o, all, () =>
    all.length === 0
      ? 'There are no imports.'
      : all
          .map((one) =>
            `${one.id}  ${one.created_at}  ${one.state}  ${one.filename ?? ''}`.trimEnd(),
          )
          .join('\n'),
  );
}

async function result(id: string, o: ServerOptions & { out?: string }) {
  const csv = await partner(o).getImportResult({ id });
  if (o.out !== undefined) writeFileSync(o.out, csv);
  print(o, o.out === undefined ? { csv } : { file: o.out }, () =>
    o.out === undefined ? csv.trimEnd() : `Written to ${o.out}.`,
  );
}

/** Until its rows are looked at, or booked. */
async function settled(o: Waiting, first: Import): Promise<Import> {
  let one = first;
  while (o.wait !== false && ['checking', 'running'].includes(one.state)) {
    await sleep(LOOK_MS);
    one = await partner(o).getImport({ id: one.id });
  }
  return one;
}

const tell = (o: ServerOptions, one: Import): void => print(o, one, () => textOf(one));

function textOf(one: Import): string {
  const { id, state, rows_total: total, rows_bad: bad, errors, problem } = one;
  const good = one.rows_checked - bad;
  const lines = [
    `${id}  ${state}`,
    `  rows ${total ?? '?'}  checked ${one.rows_checked}  good ${good}  bad ${bad}  booked ${one.rows_done}  refused ${one.rows_failed}`,
    ...(problem === null ? [] : [`  ${problem}`]),
    ...errors
      .slice(0, MOST_PROBLEMS)
      .map(({ row, field, issue }) => `  line ${row}: ${field === '' ? '' : `${field}: `}${issue}`),
    ...(errors.length > MOST_PROBLEMS ? [`  and more: npx hubby import result ${id}`] : []),
    ...(state === 'checked' ? [`Book them: npx hubby import run ${id}`] : []),
  ];
  return lines.join('\n');
}
