/** `expand[]=payment_intent.latest_charge`: the object itself where an id would stand. */
import { invalid, StripeRefusal } from './errors.ts';
import { showCharge, showLines, showPaymentIntent } from './objects.ts';
import { readPayment, readSession } from './rows.ts';
import type { Run } from './transaction.ts';

type Shown = { [name: string]: unknown };

export async function expand<T extends object>(
  run: Run,
  shown: T,
  paths: readonly string[],
): Promise<T> {
  for (const path of paths) await put(run, shown as Shown, path.split('.'), path);
  return shown;
}

async function put(run: Run, shown: Shown, [name, ...rest]: string[], path: string): Promise<void> {
  const there = await expanded(run, shown, name!, path);
  if (there === null) return;
  shown[name!] = there;
  if (rest.length > 0) await put(run, there, rest, path);
}

/** Null: there is nothing yet that could stand there. */
async function expanded(run: Run, shown: Shown, name: string, path: string): Promise<Shown | null> {
  if (name === 'line_items' && shown['object'] === 'checkout.session') {
    const id = String(shown['id']);
    const lines = showLines((await readSession(run, id))!);
    return listOf(lines, `/v1/checkout/sessions/${id}/line_items`, false);
  }
  const isCharge = name === 'charge' || name === 'latest_charge';
  if ((name !== 'payment_intent' && !isCharge) || !Object.hasOwn(shown, name)) throw cannot(path);
  const id = shown[name];
  if (typeof id === 'object') return id as Shown | null;
  const payment = (await readPayment(run, String(id)))!;
  return isCharge ? showCharge(payment) : showPaymentIntent(payment);
}

const cannot = (path: string): StripeRefusal =>
  invalid(`This property cannot be expanded (${path}).`);

export const listOf = (data: readonly object[], url: string, hasMore: boolean) => ({
  object: 'list',
  data: [...data],
  has_more: hasMore,
  url,
});
