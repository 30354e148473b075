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

const UNDER_WAY = ['acknowledged', 'inProgress'];

export class Orders {
  readonly products = new Map<string, Product>();
  readonly #orders: Order[] = [];
  readonly #control: BssControl;
  readonly #hear: (order: Order) => void;

  /** `hear` is told of every order that has come to its end. */
  constructor(control: BssControl, hear: (order: Order) => void) {
    this.#control = control;
    this.#hear = hear;
  }

  all(): Order[] {
    return [...this.#orders];
  }

  place(body: Body, offerings: ReadonlyMap<string, Body>): Reply {
    const lack = lackOf(body);
    if (lack !== null) return lack;
    const item = (body['productOrderItem'] as [Body])[0];
    const externalId = (body['externalId'] as string | undefined) ?? null;
    const isRepeat = this.#orders.some((one) => one.externalId === externalId);
    if (isRepeat && this.#control.repeats === 'conflict') return failure(409, 'externalId');
    const what = checkItem(item, offerings, this.products);
    if ('status' in what) return what as Reply;
    const { looks, failNext } = this.#control;
    const order: Order = {
      id: `ord-${randomUUID()}`,
      externalId,
      action: String(item['action']),
      state: 'acknowledged',
      itemState: 'acknowledged',
      looksLeft: looks === 'held' ? Infinity : looks - 1,
      end: failNext ?? 'completed',
      productId: item['action'] === 'delete' ? String((item['product'] as Body)['id']) : null,
      orderedAt: new Date().toISOString(),
      body: { ...item, ...what },
    };
    this.#control.failNext = null;
    this.#orders.push(order);
    if (looks === 0) this.#end(order);
    return { status: 201, body: this.#show(order) };
  }

  look(): Body[] {
    for (const order of this.#orders) this.#walk(order);
    return this.#orders.map((order) => this.#show(order));
  }

  lookAt(id: string): Body | null {
    const order = this.#orders.find((one) => one.id === id);
    if (order === undefined) return null;
    this.#walk(order);
    return this.#show(order);
  }

  finish(): void {
    for (const order of this.#orders) if (UNDER_WAY.includes(order.state)) this.#end(order);
  }

  withdraw(body: Body): Reply {
    const id = (body['productOrder'] as Body | undefined)?.['id'];
    const order = this.#orders.find((one) => one.id === id);
    if (order === undefined) return failure(404, 'productOrder');
    if (order.state === 'completed') return failure(400, 'the order is completed');
    order.end = 'cancelled';
    order.looksLeft = 0;
    return {
      status: 201,
      body: { id: randomUUID(), state: 'acknowledged', productOrder: { id } },
    };
  }

  use(productId: string, bytes: number): void {
    const product = this.products.get(productId)!;
    product.startedAt ??= new Date().toISOString();
    product.usedBytes = Math.min(product.soldBytes, product.usedBytes + bytes);
  }

  /** A step further, as time would bring it. */
  #walk(order: Order): void {
    if (!UNDER_WAY.includes(order.state)) return;
    if (order.looksLeft > 0) {
      order.looksLeft -= 1;
      order.state = 'inProgress';
    } else this.#end(order);
  }

  #end(order: Order): void {
    order.state = order.end;
    order.itemState = order.end === 'partial' ? 'failed' : order.end;
    this.#hear(order);
    if (order.end !== 'completed') return;
    if (order.action === 'add') order.productId = this.#makeProduct(order);
    else this.products.get(order.productId ?? '')!.status = 'terminated';
  }

  #makeProduct({ id, body }: Order): string {
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
    this.products.set(made.id, made);
    return made.id;
  }

  #show(order: Order): Body {
    const isSaid =
      order.productId !== null && (order.action !== 'add' || this.#control.saysProduct);
    return {
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
          ...(isSaid ? { product: { id: order.productId } } : {}),
        },
      ],
    };
  }
}

/** What an order lacks, whatever it is of. */
function lackOf(body: Body): Reply | null {
  const items = body['productOrderItem'];
  if (!Array.isArray(items) || items.length !== 1) return failure(400, 'productOrderItem');
  const item = items[0] as Body;
  if (typeof item['id'] !== 'string') return failure(400, 'productOrderItem.id');
  if (!['add', 'delete'].includes(String(item['action']))) return failure(400, 'action');
  const parties = (body['relatedParty'] ?? []) as Body[];
  return parties.some((one) => one['id'] === undefined || one['@referredType'] === undefined)
    ? failure(400, 'relatedParty')
    : null;
}

export const showProduct = (one: Product): Body => ({
  id: one.id,
  name: one.offeringId,
  status: one.status,
  productOffering: { id: one.offeringId },
  realizingResource: [{ id: one.iccid, '@referredType': 'LogicalResource' }],
  ...(one.startedAt === null ? {} : { startDate: one.startedAt }),
});

/** `unit`: of what remains. */
export function showBucket(one: Product, unit: BssControl['unit']): Body {
  const amount = (one.soldBytes - one.usedBytes) / UNITS[unit];
  return {
    id: `bkt-${one.id}`,
    name: one.offeringId,
    usageType: 'data',
    status: one.status === 'terminated' ? 'expired' : 'active',
    isShared: false,
    remainingValueName: `${amount} ${unit}`,
    remainingValue: { amount, units: unit },
    reservedValue: { amount: 0, units: unit },
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
