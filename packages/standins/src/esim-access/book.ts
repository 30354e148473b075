/** The stand-in's own ledger: what was ordered, what came of it, and what is left of the money. */
import { randomBytes, randomInt } from 'node:crypto';
import { idsOf, showTime } from './show.ts';
import type { Esim, EsimStatus, Item, Order, SmdpStatus, TopUp } from './types.ts';

const DAY_MS = 86_400_000;
/** Shares of the data that are left when the owner is told. */
const REMAINS = [0.5, 0.2, 0.1];
const ENDED: ReadonlySet<EsimStatus> = new Set<EsimStatus>([
  'UNUSED_EXPIRED',
  'USED_EXPIRED',
  'CANCEL',
  'REVOKED',
]);

export type Tell = (type: string, content: Record<string, unknown>) => void;
type Around = { now: () => number; tell: Tell };

export class Book {
  balance = 1_000 * 10_000;
  /** so many orders are accepted and then given up */
  failing = 0;
  reuseIccids = false;
  readonly orders = new Map<string, Order>();
  readonly esims = new Map<string, Esim>();
  readonly topUps = new Map<string, TopUp>();
  readonly #byTransaction = new Map<string, Order>();
  readonly #forgotten = new Set<string>();
  /** Numbers of eSIMs that have ended, for those that come after them. */
  readonly #freeIccids: string[] = [];
  /** Of its ICCIDs, so that no other stand-in has the same. */
  readonly #series = String(randomInt(100_000)).padStart(5, '0');
  #count = 0;
  readonly #now: Around['now'];
  readonly #tell: Tell;

  constructor({ now, tell }: Around) {
    this.#now = now;
    this.#tell = tell;
  }

  /** Its ids are no longer known for requests that come again. */
  forget(transactionId: string): void {
    this.#byTransaction.delete(transactionId);
    this.#forgotten.add(transactionId);
  }
  topUpUnder(transactionId: string): TopUp | undefined {
    return this.#forgotten.has(transactionId) ? undefined : this.topUps.get(transactionId);
  }

  orderUnder(transactionId: string): Order | undefined {
    return this.#byTransaction.get(transactionId);
  }

  accept(transactionId: string, items: Item[], price: number): Order {
    const order: Order = {
      orderNo: `B${this.#nextId()}`,
      transactionId,
      createdAt: this.#now(),
      state: 'allocating',
      items,
      price,
      esims: [],
    };
    this.orders.set(order.orderNo, order);
    this.#byTransaction.set(transactionId, order);
    this.balance -= price;
    return order;
  }

  allocate(order: Order): void {
    if (order.state !== 'allocating') return;
    if (this.failing > 0) {
      this.failing--;
      order.state = 'failed';
      this.balance += order.price;
      return;
    }
    order.state = 'done';
    for (const item of order.items)
      for (let n = 0; n < item.count; n++) order.esims.push(this.makeEsim(order, item));
    this.#tell('ORDER_STATUS', {
      orderNo: order.orderNo,
      transactionId: order.transactionId,
      orderStatus: 'GOT_RESOURCE',
    });
  }

  makeEsim(order: Order, { of, periodNum }: Item): Esim {
    const esimTranNo = this.#nextId();
    const esim: Esim = {
      esimTranNo,
      order,
      iccid:
        (this.reuseIccids ? this.#freeIccids.shift() : undefined) ??
        `8985200${this.#series}${String(this.#count).padStart(8, '0')}`,
      imsi: `454${String(this.#count).padStart(12, '0')}`,
      matchingId: randomBytes(8).toString('hex').toUpperCase(),
      smdpStatus: 'RELEASED',
      esimStatus: 'GOT_RESOURCE',
      suspendedFrom: null,
      totalVolume: of.volume * periodNum,
      orderUsage: 0,
      totalDuration: of.duration * periodNum,
      activatedAt: null,
      installedAt: null,
      expiresAt: this.#now() + of.unusedValidTime * DAY_MS,
      packages: [{ of, createdAt: this.#now() }],
      price: of.price * periodNum,
    };
    this.esims.set(esimTranNo, esim);
    return esim;
  }

  addTopUp(esim: Esim, { of }: Pick<Item, 'of'>, transactionId: string): TopUp {
    this.balance -= of.price;
    esim.packages.push({ of, createdAt: this.#now() });
    esim.totalVolume += of.volume;
    esim.totalDuration += of.duration;
    if (esim.activatedAt !== null) esim.expiresAt += of.duration * DAY_MS;
    if (esim.esimStatus === 'USED_UP') this.setStatus(esim, 'IN_USE');
    const { iccid, expiresAt, totalVolume, totalDuration, orderUsage } = esim;
    const topUp: TopUp = {
      transactionId,
      esimTranNo: esim.esimTranNo,
      packageCode: of.packageCode,
      createdAt: this.#now(),
      price: of.price,
      answer: {
        transactionId,
        iccid,
        expiredTime: showTime(expiresAt),
        totalVolume,
        totalDuration,
        orderUsage,
      },
    };
    this.topUps.set(transactionId, topUp);
    return topUp;
  }

  setStatus(esim: Esim, status: EsimStatus): void {
    esim.esimStatus = status;
    if (ENDED.has(status)) this.#freeIccids.push(esim.iccid);
    this.#tell('ESIM_STATUS', { ...idsOf(esim), esimStatus: status, smdpStatus: esim.smdpStatus });
  }

  setProfile(esim: Esim, status: SmdpStatus): void {
    esim.smdpStatus = status;
    if (status === 'INSTALLATION') esim.installedAt ??= this.#now();
    const { transactionId, ...ids } = idsOf(esim);
    this.#tell('SMDP_EVENT', {
      ...ids,
      eid: '89049032000001000000012345678901',
      esimStatus: esim.esimStatus,
      smdpStatus: status,
      transactionId: `${transactionId}-1-1`,
    });
    const of = esim.packages[0]!.of;
    if (status === 'INSTALLATION' && of.activeType === 1) this.activate(esim);
  }

  activate(esim: Esim): void {
    if (esim.activatedAt !== null) return;
    esim.activatedAt = this.#now();
    esim.expiresAt = this.#now() + esim.totalDuration * DAY_MS;
    this.setStatus(esim, 'IN_USE');
  }

  /** Nothing is used beyond what is there, nor of what has ended or is suspended. */
  use(esim: Esim, bytes: number): void {
    this.endIfOver(esim);
    if (ENDED.has(esim.esimStatus) || esim.esimStatus === 'SUSPENDED') return;
    this.activate(esim);
    const before = esim.totalVolume - esim.orderUsage;
    esim.orderUsage = Math.min(esim.totalVolume, esim.orderUsage + bytes);
    const left = esim.totalVolume - esim.orderUsage;
    for (const share of REMAINS)
      if (before > share * esim.totalVolume && left <= share * esim.totalVolume)
        this.#tell('DATA_USAGE', {
          ...idsOf(esim),
          totalVolume: esim.totalVolume,
          orderUsage: esim.orderUsage,
          remain: left,
          lastUpdateTime: showTime(this.#now()),
          remainThreshold: share,
        });
    if (left === 0 && esim.esimStatus !== 'USED_UP') this.setStatus(esim, 'USED_UP');
  }

  expire(esim: Esim): void {
    esim.expiresAt = Math.min(esim.expiresAt, this.#now());
    this.endIfOver(esim);
  }

  endIfOver(esim: Esim): void {
    if (ENDED.has(esim.esimStatus) || esim.expiresAt > this.#now()) return;
    this.setStatus(esim, esim.activatedAt === null ? 'UNUSED_EXPIRED' : 'USED_EXPIRED');
  }

  #nextId(): string {
    const second = showTime(this.#now()).replace(/\D/g, '').slice(2, 12);
    return second + String(++this.#count).padStart(4, '0');
  }
}
