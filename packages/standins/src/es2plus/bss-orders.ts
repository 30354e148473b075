/** The stand-in's product orders, what they made, and what is left of it. */
import { randomUUID } from 'node:crypto';
import type { Reply } from './faults.ts';
import type { Body, BssControl, Order, Product } from './bss-types.ts';

const DAY_MS = 86_400_000;
const UNITS = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, MiB: 1024 ** 2 } as const;
const failure = (status: number, reason: string): Reply => ({
  status,
  body: { code: '20', reason, message: reason, status: String(status) },
});

export function makeOrders(control: BssControl, hear: (order: Order) => void) {
  const orders: Order[] = [];
  const products = new Map<string, Product>();

  /** A step further, as time would bring it. */
  function walk(order: Order): void {
    if (!['acknowledged', 'inProgress'].includes(order.state)) return;
    if (order.looksLeft > 0) {
      order.looksLeft -= 1;
      order.state = 'inProgress';
    } else end(order);
  }

  function end(order: Order): void {
    order.state = order.end;
    order.itemState = order.end === 'partial' ? 'failed' : order.end;
    hear(order);
    if (order.end !== 'completed') return;
    if (order.action === 'add') order.productId = makeProduct(order);
    else products.get(order.productId ?? '')!.status = 'terminated';
  }

  function makeProduct({ id, body }: Order): string {
    const made: Product = {
      id: `prd-${randomUUID()}`,
      orderId: id,
      offeringId: String((body['productOffering'] as Body)['id']),
      iccid: iccidOf(body),
      status: 'active',
      ...(body['sold'] as { soldBytes: number; days: number }),
      usedBytes: 0,
      startedAt: null,
    };
    products.set(made.id, made);
    return made.id;
  }

  const show = (order: Order): Body => ({
    id: order.id,
    href: `/productOrder/${order.id}`,
    ...(order.externalId === null ? {} : { externalId: order.externalId }),
    orderDate: order.orderedAt,
    state: order.state,
    productOrderItem: [
      {
        id: '1',
        action: order.action,
        state: order.itemState,
        ...(order.productId === null || (order.action === 'add' && !control.saysProduct)
          ? {}
          : { product: { id: order.productId } }),
      },
    ],
  });

  return {
    products,
    all: () => [...orders],

    place(body: Body, offerings: ReadonlyMap<string, Body>): Reply {
      const items = body['productOrderItem'];
      if (!Array.isArray(items) || items.length !== 1) return failure(400, 'productOrderItem');
      const item = items[0] as Body;
      if (typeof item['id'] !== 'string') return failure(400, 'productOrderItem.id');
      if (!['add', 'delete'].includes(String(item['action']))) return failure(400, 'action');
      const parties = (body['relatedParty'] ?? []) as Body[];
      if (parties.some((one) => one['id'] === undefined || one['@referredType'] === undefined))
        return failure(400, 'relatedParty');
      const externalId = (body['externalId'] as string | undefined) ?? null;
      const isRepeat = orders.some((one) => one.externalId === externalId);
      if (isRepeat && control.repeats === 'conflict') return failure(409, 'externalId');
      const what = checkItem(item, offerings, products);
      if ('status' in what) return what as Reply;
      const order: Order = {
        id: `ord-${randomUUID()}`,
        externalId,
        action: String(item['action']),
        state: 'acknowledged',
        itemState: 'acknowledged',
        looksLeft: control.looks === 'held' ? Infinity : control.looks - 1,
        end: control.failNext ?? 'completed',
        productId: item['action'] === 'delete' ? String((item['product'] as Body)['id']) : null,
        orderedAt: new Date().toISOString(),
        body: { ...item, ...what },
      };
      control.failNext = null;
      orders.push(order);
      if (control.looks === 0) end(order);
      return { status: 201, body: show(order) };
    },

    look: (): Body[] => {
      orders.forEach(walk);
      return orders.map(show);
    },
    lookAt(id: string): Body | null {
      const order = orders.find((one) => one.id === id);
      if (order === undefined) return null;
      walk(order);
      return show(order);
    },
    finish() {
      for (const order of orders)
        if (['acknowledged', 'inProgress'].includes(order.state)) end(order);
    },

    withdraw(body: Body): Reply {
      const id = (body['productOrder'] as Body | undefined)?.['id'];
      const order = orders.find((one) => one.id === id);
      if (order === undefined) return failure(404, 'productOrder');
      if (order.state === 'completed') return failure(400, 'the order is completed');
      order.end = 'cancelled';
      order.looksLeft = 0;
      return {
        status: 201,
        body: { id: randomUUID(), state: 'acknowledged', productOrder: { id } },
      };
    },

    use(productId: string, bytes: number) {
      const product = products.get(productId)!;
      product.startedAt ??= new Date().toISOString();
      product.usedBytes = Math.min(product.soldBytes, product.usedBytes + bytes);
    },

    showProduct: (one: Product): Body => ({
      id: one.id,
      name: one.offeringId,
      status: one.status,
      productOffering: { id: one.offeringId },
      realizingResource: [{ id: one.iccid, '@referredType': 'LogicalResource' }],
      ...(one.startedAt === null ? {} : { startDate: one.startedAt }),
    }),

    showBucket(one: Product): Body {
      const amount = (one.soldBytes - one.usedBytes) / UNITS[control.unit];
      return {
        id: `bkt-${one.id}`,
        name: one.offeringId,
        usageType: 'data',
        status: one.status === 'terminated' ? 'expired' : 'active',
        isShared: false,
        remainingValueName: `${amount} ${control.unit}`,
        remainingValue: { amount, units: control.unit },
        reservedValue: { amount: 0, units: control.unit },
        ...(one.startedAt === null
          ? {}
          : {
              validFor: {
                startDateTime: one.startedAt,
                endDateTime: new Date(Date.parse(one.startedAt) + one.days * DAY_MS).toISOString(),
              },
            }),
        product: [{ id: one.id }],
        logicalResource: [{ id: one.iccid }],
        partyAccount: { id: 'acc-1' },
      };
    },
  };
}

/** What is sold, or why the item makes no sense. */
function checkItem(
  item: Body,
  offerings: ReadonlyMap<string, Body>,
  products: ReadonlyMap<string, Product>,
): Body | Reply {
  if (item['action'] === 'delete') {
    const id = String((item['product'] as Body | undefined)?.['id']);
    return products.has(id) ? {} : failure(400, 'product');
  }
  const offering = offerings.get(String((item['productOffering'] as Body | undefined)?.['id']));
  if (offering === undefined) return failure(400, 'productOffering');
  if (iccidOf(item) === '') return failure(400, 'iccid');
  const value = (name: string): number =>
    Number(
      (
        (offering['prodSpecCharValueUse'] as Body[]).find((one) => one['name'] === name)![
          'productSpecCharacteristicValue'
        ] as Body[]
      )[0]!['value'],
    );
  return { sold: { soldBytes: value('dataVolume') * 1e9, days: value('validityDays') } };
}

function iccidOf(item: Body): string {
  const product = (item['product'] ?? {}) as Body;
  const named = ((product['productCharacteristic'] ?? []) as Body[]).find(
    (one) => one['name'] === 'iccid',
  );
  const resource = ((product['realizingResource'] ?? []) as Body[])[0];
  return String(named?.['value'] ?? resource?.['id'] ?? '');
}
