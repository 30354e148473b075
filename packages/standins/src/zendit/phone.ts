/** What a traveler's device and the time do to an eSIM. */
import { BYTES_PER_GB, type Books, type Esim, type Plan } from './books.ts';

export type Phone = {
  install(iccid: string): void;
  /**
   * Uses data of the plan that runs, or of a purchase's; a plan that waited starts. Answers how much
   * was left to use.
   */
  use(iccid: string, bytes: number, transactionId?: string): number;
  /** The validity of the plan that runs, or of a purchase's, ends now. */
  expire(iccid: string, transactionId?: string): void;
};

export function makePhone(books: Books, now: () => Date): Phone {
  const esimOf = (iccid: string): Esim => {
    const esim = books.esims.get(iccid);
    if (esim === undefined) throw new RangeError('There is no such eSIM.');
    return esim;
  };
  const planOf = (esim: Esim, transactionId?: string): Plan | undefined => {
    const live = esim.plans.filter(({ endAt }) => endAt === null || new Date(endAt) > now());
    return transactionId === undefined
      ? (live.find((plan) => plan.startAt !== null) ?? live[0])
      : live.find((plan) => plan.transactionId === transactionId);
  };
  const remove = (esim: Esim, plan: Plan): void => {
    esim.plans = esim.plans.filter((one) => one !== plan);
  };
  return {
    install(iccid) {
      esimOf(iccid).firstInstalledAt ??= now().toISOString();
    },
    use(iccid, bytes, transactionId) {
      const esim = esimOf(iccid);
      esim.firstInstalledAt ??= now().toISOString();
      const plan = planOf(esim, transactionId);
      if (plan === undefined) return 0;
      start(plan, now());
      const left = plan.offer.dataUnlimited
        ? Infinity
        : plan.offer.dataGB * BYTES_PER_GB - plan.usedBytes;
      const used = Math.min(bytes, left);
      plan.usedBytes += used;
      if (used === left) remove(esim, plan);
      return used;
    },
    expire(iccid, transactionId) {
      const plan = planOf(esimOf(iccid), transactionId);
      if (plan !== undefined) plan.endAt = now().toISOString();
    },
  };
}

function start(plan: Plan, at: Date): void {
  if (plan.startAt !== null) return;
  plan.startAt = at.toISOString();
  plan.endAt = new Date(at.getTime() + plan.offer.durationDays * 86_400_000).toISOString();
}
