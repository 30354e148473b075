/**
 * An intent: an order to a provider that is committed before anything is sent, with the lease of
 * whoever commits it.
 */
import { newId } from '../../../ids.ts';
import type { TemplateOrder } from '../../../providers/provider.ts';
import type { Scope } from '../../partners/scope.ts';
import { leaseMs, ORDER_COLUMNS, type Order } from './orders.ts';

export type Intent = {
  travelerId: string;
  kind: Order['kind'];
  provider: string;
  /** of a package; eSIMs have theirs from esim-reference.sql */
  reference?: string;
  queueId?: string;
  esim?: { id: string; iccid: string };
  template?: TemplateOrder;
  /** the eSIM or package that it makes anew */
  replaces?: string;
  /** ICCID of the eSIM that it makes anew */
  after?: string;
  /** a classic eSIM without a package */
  isClassic?: boolean;
  /** the universal eSIM, together with the package of the queue */
  isUniversal?: boolean;
};

/** A fresh intent with its lease; undefined when there is one already. */
export const intend = (
  { ctx, tx, partner }: Scope<{ id: string }>,
  intent: Intent,
): Promise<Order | undefined> =>
  tx.one<Order>(
    `insert into provider_orders (id, partner_id, traveler_id, queue_id, esim_id, kind, provider,
       reference, iccid, template, replaces, is_classic, is_universal, provider_esim_id, state, fence,
       lease_until, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::uuid, esim_reference($2, $3, $14)), $9, $10,
       $12, $13, $15, (select provider_esim_id from iccids where iccid = $9), 'intent', 1, clock_timestamp() + $11 * interval '1 ms',
       clock_timestamp() + $11 * interval '1 ms')
     on conflict do nothing
     returning ${ORDER_COLUMNS}`,
    [
      newId('ord'),
      partner.id,
      intent.travelerId,
      intent.queueId ?? null,
      intent.esim?.id ?? null,
      intent.kind,
      intent.provider,
      intent.reference ?? null,
      intent.esim?.iccid ?? null,
      intent.template === undefined ? null : JSON.stringify(intent.template),
      leaseMs(ctx.providers.get(intent.provider)),
      intent.replaces ?? null,
      intent.isClassic ?? false,
      intent.after ?? null,
      intent.isUniversal ?? false,
    ],
  );
