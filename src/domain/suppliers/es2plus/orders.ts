/** Orders at an SM-DP+ as they are remembered. */
import { randomBytes } from 'node:crypto';
import type { Tx } from '../../../db/pool.ts';
import type { Ledger, LedgerOrder, Step, StepState } from '../../../providers/es2plus/ledger.ts';
import type { Keeper } from './keeper.ts';

/** What a matching id is sealed for. */
export const matchingIdRow = (account: string, reference: string): string =>
  `es2plus_order:${account}:${reference}`;

type Row = {
  reference: string;
  kind: LedgerOrder['kind'];
  iccid: string | null;
  template: LedgerOrder['template'];
  matching_id_sealed: Buffer | null;
  smdp_address: string | null;
  product_order_id: string | null;
  package_id: string | null;
  refusal: LedgerOrder['refusal'];
  created_at: Date;
  /** to the microsecond, for a cursor */
  created_at_text: string;
  subscriber_imsi: string | null;
  imsi: string | null;
  steps: { step: Step; tries: number; sent_at: string; is_done: boolean }[];
};

const PAGE = 200;

const ORDERS = `
  select o.reference, o.kind, coalesce(p.iccid, o.iccid) as iccid, o.template,
    o.matching_id_sealed, o.smdp_address, o.product_order_id, o.package_id, o.refusal,
    o.created_at, o.created_at::text as created_at_text, p.subscriber_imsi, p.imsi,
    (select coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'tries', s.tries,
        'sent_at', s.sent_at, 'is_done', s.done_at is not null)), '[]')
      from es2plus_steps s where s.account = o.account and s.reference = o.reference) as steps
  from es2plus_orders o
  left join es2plus_profiles p on p.account = o.account
    and (p.reference = o.reference or p.iccid = o.iccid)`;

export async function findOrder(keeper: Keeper, reference: string): Promise<LedgerOrder | null> {
  const row = await keeper.db.one<Row>(`${ORDERS} where o.account = $1 and o.reference = $2`, [
    keeper.account,
    reference,
  ]);
  return row === undefined ? null : show(keeper, row);
}

export async function openOrder(
  keeper: Keeper,
  { reference, kind, iccid, template }: Parameters<Ledger['open']>[0],
): Promise<LedgerOrder> {
  const { db, secrets, account } = keeper;
  const matchingId =
    kind === 'create_esim'
      ? secrets.seal(makeMatchingId(), matchingIdRow(account, reference))
      : null;
  await db.rows(
    `insert into es2plus_orders (account, reference, kind, iccid, template, matching_id_sealed)
     values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [account, reference, kind, iccid, template, matchingId],
  );
  const order = await findOrder(keeper, reference);
  if (order === null) throw new Error(`the order ${reference} was taken back meanwhile`);
  return order;
}

/** Undefined: there is none. */
export const lockOrder = (
  tx: Tx,
  { account }: Keeper,
  reference: string,
): Promise<{ kind: LedgerOrder['kind'] } | undefined> =>
  tx.one<{ kind: LedgerOrder['kind'] }>(
    'select kind from es2plus_orders where account = $1 and reference = $2 for update',
    [account, reference],
  );

/** 130 bits, in letters and digits that nobody mistakes: whoever knows it can have the profile. */
function makeMatchingId(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return `HB-${[...randomBytes(26)].map((byte) => letters[byte % letters.length]).join('')}`;
}

/** Without those that are being taken back. The cursor is where the page before ended. */
export async function listOrders(
  keeper: Keeper,
  { since, cursor }: Parameters<Ledger['list']>[0],
): ReturnType<Ledger['list']> {
  const [at = since, after = ''] = cursor?.split('|') ?? [];
  const rows = await keeper.db.rows<Row>(
    `${ORDERS}
     where o.account = $1 and (o.created_at, o.reference) > ($2::timestamptz, $3)
       and o.refusal is null
     order by o.created_at, o.reference
     limit ${PAGE}`,
    [keeper.account, at, after],
  );
  const last = rows.at(-1);
  const isLast = rows.length < PAGE || last === undefined;
  return {
    orders: rows.map((row) => show(keeper, row)),
    cursor: isLast ? null : `${last.created_at_text}|${last.reference}`,
  };
}

const UNTRIED: StepState = { tries: 0, sentAt: null, isDone: false };

function show({ secrets, account }: Keeper, row: Row): LedgerOrder {
  const sealed = row.matching_id_sealed;
  const tried = row.steps.map(({ step, tries, sent_at, is_done }): [Step, StepState] => [
    step,
    { tries, sentAt: new Date(sent_at).toISOString(), isDone: is_done },
  ]);
  return {
    reference: row.reference,
    kind: row.kind,
    template: row.template,
    profile:
      row.iccid === null
        ? null
        : { iccid: row.iccid, subscriberImsi: row.subscriber_imsi, imsi: row.imsi },
    matchingId:
      sealed === null ? null : secrets.open(sealed, matchingIdRow(account, row.reference)),
    smdpAddress: row.smdp_address,
    steps: {
      download: UNTRIED,
      plan: UNTRIED,
      confirm: UNTRIED,
      release: UNTRIED,
      ...Object.fromEntries(tried),
    },
    productOrderId: row.product_order_id,
    packageId: row.package_id,
    refusal: row.refusal,
    createdAt: row.created_at.toISOString(),
  };
}
