/**
 * Compares a provider's list of orders with ours, in both directions, and writes down what does not
 * agree.
 */
import type { Context } from '../../../context.ts';
import { AppError } from '../../../errors.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ListedOrder,
  type Provider,
} from '../../../providers/provider.ts';
import { DAY_MS } from '../../time.ts';

type Finding = {
  kind: 'only_at_provider' | 'only_here' | 'different';
  provider_order_id: string;
  order_id: string;
  details: Record<string, unknown>;
};
type Ours = {
  id: string;
  reference: string;
  state: string;
  provider_order_id: string | null;
  iccid: string | null;
  kind: string;
  created_at: Date;
};

/** Orders younger than this may still be under way. */
const SETTLED_MS = 30 * 60_000;

/** Those that list their orders, each by itself: what one cannot tell holds up no other. */
export async function reconcileAll(ctx: Context, since: Date): Promise<void> {
  for (const [name, { can }] of ctx.providers)
    if (can.list)
      await reconcile(ctx, name, since).catch((error: Error) =>
        ctx.log.error(
          { provider: name, message: error.message },
          'a provider could not be compared with our books',
        ),
      );
}

/** Throws 409 where the provider lists no orders, or cannot be asked now. */
export async function reconcileByOperator(
  ctx: Context,
  providerName: string,
  since: Date,
  settledMs: number,
): Promise<{ compared: number; findings: Finding[] }> {
  if (!ctx.providers.get(providerName)!.can.list)
    throw new AppError('conflict', `"${providerName}" does not list its orders.`);
  return reconcile(ctx, providerName, since, settledMs).catch((error: unknown) => {
    throw isProviderFailure(error)
      ? new AppError('conflict', `The provider could not tell: ${(error as Error).message}`, {
          cause: error,
        })
      : error;
  });
}

const isProviderFailure = (error: unknown): boolean =>
  error instanceof ProviderUnclear ||
  error instanceof ProviderNotReached ||
  error instanceof ProviderRefused;

export async function reconcile(
  ctx: Context,
  providerName: string,
  since: Date,
  settledMs = SETTLED_MS,
): Promise<{ compared: number; findings: Finding[] }> {
  const until = new Date(Date.now() - settledMs);
  const provider = ctx.providers.get(providerName)!;
  const theirs = await listAll(provider, since);
  const ours = await ordersSince(ctx, providerName, since);
  const findings = compare(theirs, ours, { since, until, unlisted: provider.can.unlisted ?? [] });
  await save(ctx, providerName, since, findings);
  if (findings.length > 0)
    ctx.log.error(
      { provider: providerName, findings: findings.length },
      'reconciliation found differences',
    );
  return { compared: theirs.length, findings };
}

async function listAll(provider: Provider, since: Date): Promise<ListedOrder[]> {
  const all: ListedOrder[] = [];
  let cursor: string | null = null;
  do {
    const page = await provider.list({ since: since.toISOString(), cursor });
    all.push(...page.orders);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

/** A day more than the provider was asked for: the two clocks need not agree on what is just inside. */
const ordersSince = (ctx: Context, providerName: string, since: Date): Promise<Ours[]> =>
  ctx.db.rows<Ours>(
    `select o.id, o.reference, o.state, o.provider_order_id, coalesce(o.iccid, i.iccid) as iccid,
       o.kind, o.created_at
     from provider_orders o
     left join iccids i on i.partner_id = o.partner_id and i.esim_id = o.esim_id
     where o.provider = $1 and o.created_at >= $2`,
    [providerName, new Date(since.getTime() - DAY_MS)],
  );

/** `unlisted`: kinds of orders of which a list without them says nothing. */
type Compared = { since: Date; until: Date; unlisted: readonly string[] };

function compare(
  theirs: ListedOrder[],
  ours: Ours[],
  { since, until, unlisted }: Compared,
): Finding[] {
  const byReference = Map.groupBy(ours, (o) => o.reference);
  const byTheirId = Map.groupBy(ours, (o) => o.provider_order_id);
  const findings: Finding[] = [];
  const agreed = new Set<string>();
  for (const their of theirs) {
    if (new Date(their.created_at) > until || their.status === 'cancelled') continue;
    const candidates =
      (their.reference === null ? byTheirId.get(their.id) : byReference.get(their.reference)) ?? [];
    const mine =
      candidates.find((o) => o.provider_order_id === their.id) ??
      candidates.find((o) => o.state !== 'rejected');
    // What is still open is the sweep's to decide, what is in review the operator's.
    if (mine !== undefined && mine.state !== 'confirmed') continue;
    const finding = differenceOf(their, mine);
    if (finding !== null) findings.push(finding);
    if (mine?.provider_order_id === their.id) agreed.add(mine.id);
  }
  const theirIds = new Set(theirs.map((t) => t.id));
  for (const o of ours) {
    const isSettled = o.state === 'confirmed' && o.created_at >= since && o.created_at <= until;
    if (unlisted.includes(o.kind)) continue;
    if (isSettled && !agreed.has(o.id) && !theirIds.has(o.provider_order_id ?? ''))
      findings.push({
        kind: 'only_here',
        provider_order_id: o.provider_order_id ?? '',
        order_id: o.id,
        details: { reference: o.reference, iccid: o.iccid, created_at: o.created_at.toISOString() },
      });
  }
  return findings;
}

/** Null where both say the same. */
function differenceOf(their: ListedOrder, mine: Ours | undefined): Finding | null {
  const details = {
    reference: their.reference,
    iccid: their.iccid,
    status: their.status,
    created_at: their.created_at,
  };
  const found = { provider_order_id: their.id, order_id: mine?.id ?? '' };
  if (mine === undefined || mine.provider_order_id !== their.id)
    return { kind: 'only_at_provider', ...found, details };
  if (mine.iccid === their.iccid && mine.kind === (their.kind ?? mine.kind)) return null;
  const { iccid, kind } = mine;
  return { kind: 'different', ...found, details: { ...details, ours: { iccid, kind } } };
}

/** Keeps the open findings as they are now: what no longer shows is resolved. */
async function save(
  ctx: Context,
  provider: string,
  since: Date,
  findings: Finding[],
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    // What lies before the window was not looked at and stays as it is.
    await tx.rows(
      `update reconcile_findings
       set resolved_at = now()
       where provider = $1 and resolved_at is null and (details->>'created_at')::timestamptz >= $2`,
      [provider, since],
    );
    await tx.rows(
      `insert into reconcile_findings (provider, kind, provider_order_id, order_id, details)
       select $1, f.kind, f.provider_order_id, f.order_id, f.details
       from json_to_recordset($2) as f(kind text, provider_order_id text, order_id text,
         details jsonb)
       on conflict (provider, kind, provider_order_id, order_id) do update set resolved_at = null,
         details = excluded.details`,
      [provider, JSON.stringify(findings)],
    );
  });
}
