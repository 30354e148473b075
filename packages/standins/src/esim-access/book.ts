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

export type Book = ReturnType<typeof makeBook>;
export type Tell = (type: string, content: Record<string, unknown>) => void;

export function makeBook({ now, tell }: { now: () => number; tell: Tell }) {
  const orders = new Map<string, Order>();
  const byTransaction = new Map<string, Order>();
  const esims = new Map<string, Esim>();
  const forgotten = new Set<string>();
  const topUps = new Map<string, TopUp>();
  /** Numbers of eSIMs that have ended, for those that come after them. */
  const freeIccids: string[] = [];
  /** Of its ICCIDs, so that no other stand-in has the same. */
  const series = String(randomInt(100_000)).padStart(5, '0');
  let count = 0;
  const nextId = (): string =>
    showTime(now()).replace(/\D/g, '').slice(2, 12) + String(++count).padStart(4, '0');

  const book = {
    balance: 1_000 * 10_000,
    /** so many orders are accepted and then given up */
    failing: 0,
    reuseIccids: false,
    orders,
    esims,
    topUps,

    /** Its ids are no longer known for requests that come again. */
    forget(transactionId: string): void {
      byTransaction.delete(transactionId);
      forgotten.add(transactionId);
    },
    topUpUnder: (transactionId: string): TopUp | undefined =>
      forgotten.has(transactionId) ? undefined : topUps.get(transactionId),
    orderUnder: (transactionId: string): Order | undefined => byTransaction.get(transactionId),

    accept(transactionId: string, items: Item[], price: number): Order {
      const order: Order = {
        orderNo: `B${nextId()}`,
        transactionId,
        createdAt: now(),
        state: 'allocating',
        items,
        price,
        esims: [],
      };
      orders.set(order.orderNo, order);
      byTransaction.set(transactionId, order);
      book.balance -= price;
      return order;
    },

    allocate(order: Order): void {
      if (order.state !== 'allocating') return;
      if (book.failing > 0) {
        book.failing--;
        order.state = 'failed';
        book.balance += order.price;
        return;
      }
      order.state = 'done';
      for (const item of order.items)
        for (let n = 0; n < item.count; n++) order.esims.push(book.makeEsim(order, item));
      tell('ORDER_STATUS', {
        orderNo: order.orderNo,
        transactionId: order.transactionId,
        orderStatus: 'GOT_RESOURCE',
      });
    },

    makeEsim(order: Order, { of, periodNum }: Item): Esim {
      const esimTranNo = nextId();
      const esim: Esim = {
        esimTranNo,
        order,
        iccid:
          (book.reuseIccids ? freeIccids.shift() : undefined) ??
          `8985200${series}${String(count).padStart(8, '0')}`,
        imsi: `454${String(count).padStart(12, '0')}`,
        matchingId: randomBytes(8).toString('hex').toUpperCase(),
        smdpStatus: 'RELEASED',
        esimStatus: 'GOT_RESOURCE',
        suspendedFrom: null,
        totalVolume: of.volume * periodNum,
        orderUsage: 0,
        totalDuration: of.duration * periodNum,
        activatedAt: null,
        installedAt: null,
        expiresAt: now() + of.unusedValidTime * DAY_MS,
        packages: [{ of, createdAt: now() }],
        price: of.price * periodNum,
      };
      esims.set(esimTranNo, esim);
      return esim;
    },

    addTopUp(esim: Esim, { of }: Pick<Item, 'of'>, transactionId: string): TopUp {
      book.balance -= of.price;
      esim.packages.push({ of, createdAt: now() });
      esim.totalVolume += of.volume;
      esim.totalDuration += of.duration;
      if (esim.activatedAt !== null) esim.expiresAt += of.duration * DAY_MS;
      if (esim.esimStatus === 'USED_UP') book.setStatus(esim, 'IN_USE');
      const { iccid, expiresAt, totalVolume, totalDuration, orderUsage } = esim;
      const topUp: TopUp = {
        transactionId,
        esimTranNo: esim.esimTranNo,
        packageCode: of.packageCode,
        createdAt: now(),
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
      topUps.set(transactionId, topUp);
      return topUp;
    },

    setStatus(esim: Esim, status: EsimStatus): void {
      esim.esimStatus = status;
      if (ENDED.has(status)) freeIccids.push(esim.iccid);
      tell('ESIM_STATUS', { ...idsOf(esim), esimStatus: status, smdpStatus: esim.smdpStatus });
    },

    setProfile(esim: Esim, status: SmdpStatus): void {
      esim.smdpStatus = status;
      if (status === 'INSTALLATION') esim.installedAt ??= now();
      const { transactionId, ...ids } = idsOf(esim);
      tell('SMDP_EVENT', {
        ...ids,
        eid: '89049032000001000000012345678901',
        esimStatus: esim.esimStatus,
        smdpStatus: status,
        transactionId: `${transactionId}-1-1`,
      });
      const of = esim.packages[0]!.of;
      if (status === 'INSTALLATION' && of.activeType === 1) book.activate(esim);
    },

    activate(esim: Esim): void {
      if (esim.activatedAt !== null) return;
      esim.activatedAt = now();
      esim.expiresAt = now() + esim.totalDuration * DAY_MS;
      book.setStatus(esim, 'IN_USE');
    },

    /** Nothing is used beyond what is there, nor of what has ended or is suspended. */
    use(esim: Esim, bytes: number): void {
      book.endIfOver(esim);
      if (ENDED.has(esim.esimStatus) || esim.esimStatus === 'SUSPENDED') return;
      book.activate(esim);
      const before = esim.totalVolume - esim.orderUsage;
      esim.orderUsage = Math.min(esim.totalVolume, esim.orderUsage + bytes);
      const left = esim.totalVolume - esim.orderUsage;
      for (const share of REMAINS)
        if (before > share * esim.totalVolume && left <= share * esim.totalVolume)
          tell('DATA_USAGE', {
            ...idsOf(esim),
            totalVolume: esim.totalVolume,
            orderUsage: esim.orderUsage,
            remain: left,
            lastUpdateTime: showTime(now()),
            remainThreshold: share,
          });
      if (left === 0 && esim.esimStatus !== 'USED_UP') book.setStatus(esim, 'USED_UP');
    },

    expire(esim: Esim): void {
      esim.expiresAt = Math.min(esim.expiresAt, now());
      book.endIfOver(esim);
    },

    endIfOver(esim: Esim): void {
      if (ENDED.has(esim.esimStatus) || esim.expiresAt > now()) return;
      book.setStatus(esim, esim.activatedAt === null ? 'UNUSED_EXPIRED' : 'USED_EXPIRED');
    },
  };
  return book;
}
