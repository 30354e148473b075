/** The operator decides what no machine could tell, by the supplier's own books. */
import { until } from '../checks.ts';
import type { Reply } from '../processes.ts';
import type { World } from './world.ts';

export type InReview = {
  id: string;
  provider: string;
  reference: string;
  kind: string;
  evidence: { why?: string; outcome?: string }[];
};

export const inReview = ({ arena }: World): Promise<InReview[]> =>
  arena.sql<InReview>(
    `select id, provider, reference::text, kind, evidence
     from provider_orders
     where state = 'needs_review'`,
  );

/** Takes what was bought, and has the rest sent again. */
export async function decide(world: World, order: InReview): Promise<'adopted' | 'sent again'> {
  const { arena, suppliers, operator } = world;
  const supplier = suppliers.find(({ name }) => name === order.provider)!;
  const taken = await arena.sql<{ id: string }>(
    `select provider_order_id as id from provider_orders where state = 'confirmed' and provider = $1`,
    [order.provider],
  );
  // Where a supplier keeps no references, another order of the traveler's may have been given it.
  const sale = supplier.standIn.desk
    .sold()
    .find(
      ({ id, reference, isLive }) =>
        isLive && reference === order.reference && taken.every((one) => one.id !== id),
    );
  const [how, body] = sale === undefined ? ['retry'] : ['adopt', nameOf(order, sale.id)];
  let said: Reply | null = null;
  try {
    // Also an operator is told to come again when the account may not be called so often.
    await until(`order ${order.id} to be decided`, async () => {
      said = await operator('POST', `/orders/${order.id}/${how}`, body);
      return said?.status === 200;
    });
  } catch (error) {
    throw new Error(JSON.stringify({ order, sale, said }), { cause: error });
  }
  return sale === undefined ? 'sent again' : 'adopted';
}

/** A supplier that keeps no references is told which of its orders it is. */
const nameOf = ({ provider }: InReview, id: string): object =>
  provider.startsWith('esim-go') ? { provider_order_id: id } : {};
