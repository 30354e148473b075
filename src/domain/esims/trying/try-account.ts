/**
 * Buys one article of an account for real: orders it, reads it back, and cancels it where the
 * supplier does that. The order is a provider order like any other: should its answer be unclear, it
 * is looked up by itself, and waits in review where that decides nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Article, Money } from '../../../providers/article.ts';
import type { Provider, ProviderOrder } from '../../../providers/provider.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { toMinor, writeAmount } from '../../money.ts';
import { reasonOf } from '../../suppliers/failure-text.ts';
import { archiveByHand } from '../archive-by-hand.ts';
import { sentOrder, type Order, type OrderState } from '../provisioning/orders.ts';
import { runOrder } from '../provisioning/run-order.ts';
import { chooseArticle } from './choose-article.ts';
import { intendTrial, readTrial, type TrialRow } from './trial-order.ts';
import { mustNotPassCap, usableAccount } from './usable-account.ts';

export type TrialStep = {
  step: 'article' | 'order' | 'read_back' | 'cancel';
  ok: boolean;
  message: string;
  ms: number;
};
export type Trial = {
  account: string;
  /** null: it was not found */
  article: Article | null;
  /** null: nothing was ordered */
  order_id: string | null;
  state: OrderState | null;
  iccid: string | null;
  /** what the supplier charged, null where it does not say */
  cost: Money | null;
  cancelled: 'done' | 'requested' | 'impossible' | null;
  steps: TrialStep[];
};
/** `accept`: the highest price, in major units; without one nothing is ordered. */
export type TrialInput = {
  article?: string | undefined;
  accept?: { amount: number; currency: string } | undefined;
};

/** Throws 404, and `conflict` where the account or its price forbids it. */
export async function tryAccount(
  ctx: Context,
  actor: Actor,
  name: string,
  { article: wanted, accept }: TrialInput,
): Promise<Trial> {
  await ctx.suppliers.lookNow();
  const provider = usableAccount(ctx, name);
  const trial: Trial = {
    account: name,
    article: null,
    order_id: null,
    state: null,
    iccid: null,
    cost: null,
    cancelled: null,
    steps: [],
  };
  const step = stepper(trial);
  const article = await step('article', async () => {
    const chosen = await chooseArticle(provider, wanted);
    return [chosen, `${chosen.name}, ${writeAmount(chosen.cost)} ${chosen.cost.currency}.`];
  });
  trial.article = article;
  if (article === null || accept === undefined) return trial;
  mustBeAccepted(article.cost, accept);
  mustNotPassCap(ctx, name, article.cost);
  const { order, row } = await buy(ctx, actor, { name, article, step });
  noteChange(ctx, actor, 'a supplier account was tried', { account: name, order: order.id });
  Object.assign(trial, shown(row));
  if (row.state === 'confirmed') await undo(ctx, provider, order, { actor, trial, row, step });
  return trial;
}

function mustBeAccepted(cost: Money, accept: { amount: number; currency: string }): void {
  const most = toMinor(accept.amount, accept.currency);
  if (accept.currency === cost.currency && most !== null && most >= cost.minor) return;
  throw new AppError(
    'conflict',
    `It costs ${writeAmount(cost)} ${cost.currency}, and ${accept.amount} ${accept.currency} was accepted. Nothing was ordered.`,
  );
}

type Step = <T>(
  name: TrialStep['step'],
  work: () => Promise<[result: T, message: string, ok?: boolean]>,
) => Promise<T | null>;

/** Runs a step and writes down what came of it; null: it failed. What concerns the caller is thrown. */
const stepper =
  ({ steps }: Trial): Step =>
  async (name, work) => {
    const began = performance.now();
    const ms = (): number => Math.round(performance.now() - began);
    try {
      const [result, message, ok = true] = await work();
      steps.push({ step: name, ok, message, ms: ms() });
      return result;
    } catch (error) {
      if (error instanceof AppError) throw error;
      steps.push({ step: name, ok: false, message: reasonOf(error), ms: ms() });
      return null;
    }
  };

const shown = (row: TrialRow) => ({
  order_id: row.id,
  state: row.state,
  iccid: row.iccid,
  cost: row.cost_minor === null ? null : { minor: row.cost_minor, currency: row.cost_currency! },
});

const WORDS: Record<OrderState, string> = {
  confirmed: 'It was bought.',
  rejected: 'The supplier refused it; nothing was bought.',
  pending: 'The supplier has accepted it and works on it; it ends by itself.',
  unknown: 'The answer was unclear; it is looked up by itself until that is certain.',
  intent: 'It has not left yet.',
  needs_review: 'Nobody can tell what became of it: it waits for you (npx hubby review).',
};
/** So long the caller waits for what the worker finishes. */
const PATIENCE_MS = 20_000;

async function buy(
  ctx: Context,
  actor: Actor,
  { name, article, step }: { name: string; article: Article; step: Step },
): Promise<{ order: Order; row: TrialRow }> {
  const order = await intendTrial(ctx, actor, name, article);
  const row = await step('order', async () => {
    await runOrder(ctx, order);
    const end = await ended(ctx, order.id);
    const why = end.why === null || end.state === 'confirmed' ? '' : ` ${end.why}`;
    return [end, `${WORDS[end.state]}${why}`, end.state === 'confirmed'];
  });
  return { order, row: row ?? (await readTrial(ctx, order.id)) };
}

async function ended(ctx: Context, id: string): Promise<TrialRow> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const row = await readTrial(ctx, id);
    const isOpen = row.state === 'pending' || row.state === 'unknown';
    if (!isOpen || Date.now() > deadline) return row;
    await sleep(250);
  }
}

type Bought = { actor: Actor; trial: Trial; row: TrialRow; step: Step };

async function undo(
  ctx: Context,
  provider: Provider,
  order: Order,
  { actor, trial, row, step }: Bought,
): Promise<void> {
  const found = await step('read_back', async () => {
    const known = { ...order, provider_order_id: row.provider_order_id };
    const back = await provider.findByReference(sentOrder(known));
    if (back === null) return [null, 'The supplier does not find its own order.', false];
    return [back, `The supplier has it as ${back.id}, on eSIM ${row.iccid}.`];
  });
  if (found === null) return;
  if (provider.can.cancel === 'impossible' || found.package_id === null) {
    trial.cancelled = 'impossible';
    trial.steps.push({
      step: 'cancel',
      ok: true,
      message: 'This supplier cancels nothing: the eSIM stays there, unused and paid for.',
      ms: 0,
    });
    return;
  }
  trial.cancelled = await step('cancel', () => cancel(provider, order, found, row));
  if (trial.cancelled !== null) await archiveByHand(ctx, actor, row.iccid!, null);
}

async function cancel(
  provider: Provider,
  order: Order,
  found: ProviderOrder,
  row: TrialRow,
): Promise<['done' | 'requested', string]> {
  const came = await provider.cancelPackage({
    package_id: found.package_id!,
    reference: order.reference,
    template_id: order.template!.id,
    iccid: row.iccid!,
    esim_id: found.profile?.esim_id ?? null,
    customer: order.partner_id,
  });
  return [
    came,
    came === 'done'
      ? 'It is cancelled; look at the balance for what came back.'
      : 'The supplier was asked to cancel it, and will decide.',
  ];
}
