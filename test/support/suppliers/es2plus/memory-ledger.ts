/** A ledger in memory, for tests of the adapter alone; what it promises, the database's does. */
import { randomUUID } from 'node:crypto';
import type {
  Ledger,
  LedgerOrder,
  Step,
  StockProfile,
  ToldState,
} from '../../../../src/providers/es2plus/ledger.ts';

type Kept = StockProfile & {
  isListed: boolean;
  status: 'free' | 'taken' | 'lost';
  reference: string | null;
  takenAt: string;
  told: ToldState | null;
};

export type MemoryLedger = Ledger & {
  orders: Map<string, LedgerOrder>;
  profiles: Map<string, Kept>;
  addStock(profiles: StockProfile[]): void;
};

const untried = () => ({ tries: 0, sentAt: null, isDone: false });
const stepsOf = () => ({
  download: untried(),
  plan: untried(),
  confirm: untried(),
  release: untried(),
});

export function memoryLedger(): MemoryLedger {
  const orders = new Map<string, LedgerOrder>();
  const profiles = new Map<string, Kept>();
  const copy = (order: LedgerOrder | undefined): LedgerOrder | null =>
    order === undefined ? null : structuredClone(order);
  const give = (one: Kept, order: LedgerOrder): void => {
    Object.assign(one, {
      status: 'taken',
      reference: order.reference,
      takenAt: new Date().toISOString(),
    });
    const { iccid, subscriberImsi, imsi } = one;
    order.profile = { iccid, subscriberImsi, imsi };
  };
  const remove = (reference: string, status: 'free' | 'lost'): void => {
    for (const one of profiles.values())
      if (one.reference === reference) {
        Object.assign(one, { status, reference: null, told: null });
        if (!one.isListed && status === 'free') profiles.delete(one.iccid);
      }
    orders.delete(reference);
  };
  const wasSent = ({ steps }: LedgerOrder): boolean =>
    Object.values(steps).some(({ tries }) => tries > 0);

  return {
    orders,
    profiles,
    addStock(added) {
      for (const one of added)
        profiles.set(one.iccid, {
          ...one,
          isListed: true,
          status: 'free',
          reference: null,
          takenAt: '',
          told: null,
        });
    },
    find: async (reference) => copy(orders.get(reference)),
    async open({ reference, kind, iccid, template }) {
      const known = orders.get(reference);
      if (known !== undefined) return copy(known)!;
      const onto = iccid === null ? null : profiles.get(iccid);
      const made: LedgerOrder = {
        reference,
        kind,
        template,
        profile:
          iccid === null
            ? null
            : { iccid, subscriberImsi: onto?.subscriberImsi ?? null, imsi: onto?.imsi ?? null },
        matchingId: kind === 'create_esim' ? `HB-${randomUUID().toUpperCase()}` : null,
        smdpAddress: null,
        steps: stepsOf(),
        productOrderId: null,
        packageId: null,
        refusal: null,
        createdAt: new Date().toISOString(),
      };
      orders.set(reference, made);
      return copy(made)!;
    },
    async reserve(reference) {
      const order = orders.get(reference);
      if (order === undefined) return null;
      if (order.profile !== null) return copy(order);
      const wanted = order.template?.imsi ?? null;
      const free = [...profiles.values()].find(
        (one) => one.status === 'free' && (wanted === null || one.imsi === wanted),
      );
      if (free === undefined) return null;
      give(free, order);
      return copy(order);
    },
    async take(reference, iccid) {
      const order = orders.get(reference)!;
      const known = profiles.get(iccid);
      if (known !== undefined && known.status !== 'free' && known.reference !== reference)
        return false;
      const one = known ?? {
        iccid,
        subscriberImsi: null,
        imsi: null,
        isListed: false,
        status: 'free' as const,
        reference: null,
        takenAt: '',
        told: null,
      };
      profiles.set(iccid, one);
      give(one, order);
      return true;
    },
    async discard(reference, iccid) {
      const one = profiles.get(iccid);
      if (one?.reference !== reference) return;
      Object.assign(one, { status: 'lost', reference: null });
      const order = orders.get(reference)!;
      order.profile = null;
      order.steps.download = untried();
    },
    async restore(iccids) {
      for (const one of iccids) {
        const profile = profiles.get(one);
        if (profile?.status === 'lost') profile.status = 'free';
      }
    },
    async begin(reference, step, tries, iccid) {
      const order = orders.get(reference);
      if (order === undefined || order.refusal !== null || order.steps[step].tries !== tries)
        return false;
      if (iccid !== undefined && order.profile?.iccid !== iccid) return false;
      order.steps[step] = {
        ...order.steps[step],
        tries: tries + 1,
        sentAt: new Date().toISOString(),
      };
      return true;
    },
    async unsent(reference, step: Step, tries) {
      const state = orders.get(reference)?.steps[step];
      if (state !== undefined && state.tries === tries && !state.isDone) state.tries -= 1;
    },
    async finish(reference, step, facts) {
      const order = orders.get(reference);
      if (order === undefined) return;
      order.steps[step].isDone = true;
      await this.note(reference, facts);
    },
    async note(reference, facts) {
      const order = orders.get(reference);
      for (const [name, value] of Object.entries(facts))
        if (value != null) Object.assign(order ?? {}, { [name]: value });
    },
    async refuse(reference, refusal) {
      const order = orders.get(reference);
      if (order === undefined) return false;
      if (order.steps[order.kind === 'create_esim' ? 'release' : 'plan'].isDone) return false;
      order.refusal ??= refusal;
      return true;
    },
    undone: async (reference, status) => remove(reference, status),
    async forget(reference) {
      const order = orders.get(reference);
      if (order === undefined || wasSent(order)) return false;
      remove(reference, 'free');
      return true;
    },
    async list({ since }) {
      const found = [...orders.values()].filter(
        ({ createdAt, refusal }) => createdAt >= since && refusal === null,
      );
      return { orders: found.map((order) => copy(order)!), cursor: null };
    },
    async profile(iccid) {
      const one = profiles.get(iccid);
      return one?.status === 'taken' ? { takenAt: one.takenAt, told: one.told } : null;
    },
    async tell(iccid, told) {
      const one = profiles.get(iccid);
      if (one?.status !== 'taken') return false;
      if (one.told === null || one.told.at <= told.at) one.told = told;
      return true;
    },
  };
}
