/** POST /orders: its rules, in the order in which eSIM Go would stumble over them. */
import { randomUUID } from 'node:crypto';
import type { Bundle } from './bundles.ts';
import { assign, bundleOf, esimOf, fits, makeEsim, pay, Refusal } from './book.ts';
import type { Book, Order } from './book.ts';

type Fields = Record<string, unknown>;
type Line = { bundle: Bundle; quantity: number; iccids: string[]; allowReassign: boolean };
export type Parsed = { isTransaction: boolean; assigned: boolean; lines: Line[]; total: number };

export function parseOrder(book: Book, body: unknown): Parsed {
  const { type, assign: assigned, order, profileID } = (body ?? {}) as Fields;
  if (type !== 'validate' && type !== 'transaction') throw new Refusal(400, 'Invalid order type');
  if (!Array.isArray(order) || order.length === 0) throw new Refusal(400, 'Missing order');
  if (profileID !== undefined && assigned !== true)
    throw new Refusal(400, 'profileID needs assign');
  const lines = order.map((one) => parseLine(book, one as Fields, assigned === true));
  const total = lines.reduce((sum, line) => sum + line.bundle.price * line.quantity, 0);
  const cost = Math.round(total * 1_000) / 1_000;
  if (cost > book.balance)
    throw new Refusal(400, `Insufficient balance: ${cost} ${book.currency} needed`);
  return { isTransaction: type === 'transaction', assigned: assigned === true, lines, total: cost };
}

function parseLine(book: Book, line: Fields, assigned: boolean): Line {
  if (line['type'] !== 'bundle') throw new Refusal(400, 'Invalid item type');
  const bundle = bundleOf(book, line['item']);
  if (book.soldOut.has(bundle.name)) throw new Refusal(403, 'no bundles left in inventory');
  const iccids = (line['iccids'] ?? []) as string[];
  const quantity = line['quantity'];
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1)
    throw new Refusal(400, 'Invalid quantity');
  if (iccids.length > 0 && !assigned) throw new Refusal(400, 'iccids need assign');
  if (iccids.length > 0 && iccids.length !== quantity)
    throw new Refusal(400, 'Number of iccids must match quantity');
  const allowReassign = line['allowReassign'] === true;
  for (const iccid of iccids) {
    const esim = esimOf(book, iccid);
    if (esim.state === 'deactivated') throw new Refusal(400, 'eSIM is deactivated');
    if (!allowReassign && !fits(esim, bundle))
      throw new Refusal(400, `Bundle ${bundle.name} is not compatible with the eSIM`);
  }
  return { bundle, quantity, iccids, allowReassign };
}

/** Buys it. The same once more buys it once more. */
export function placeOrder(book: Book, parsed: Parsed, requestId: string | null): Order {
  pay(book, parsed.total);
  const order: Order = {
    orderReference: randomUUID(),
    createdAt: book.now(),
    lines: [],
    total: parsed.total,
    assigned: parsed.assigned,
    isUnlisted: book.mood.listIsLate,
    requestId,
    made: [],
  };
  for (const line of parsed.lines) {
    if (parsed.assigned) order.lines.push({ ...line, iccids: assignLine(book, order, line) });
    else {
      const { bundle, quantity } = line;
      order.lines.push(line);
      const id = book.stock.length + 1;
      book.stock.push({ id, bundle, total: quantity, remaining: quantity });
    }
  }
  book.orders.push(order);
  return order;
}

function assignLine(book: Book, order: Order, line: Line): string[] {
  return Array.from({ length: line.quantity }, (_, index) => {
    const given = line.iccids[index];
    const known = given === undefined ? undefined : esimOf(book, given);
    // With allowReassign a bundle that does not fit silently comes on an eSIM of its own.
    const esim =
      known !== undefined && fits(known, line.bundle) ? known : makeEsim(book, line.bundle);
    if (esim !== known) order.made.push(esim.iccid);
    assign(book, esim, line.bundle, `${order.orderReference}-${index}`);
    return esim.iccid;
  });
}
