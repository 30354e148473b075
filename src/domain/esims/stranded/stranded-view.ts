/** One traveler who depends on an account, as the operator sees it. */
import type { Context } from '../../../context.ts';
import { findPartner } from '../../partners/managing/partners.ts';
import { partnerNow } from '../../partners/now.ts';
import { rankForQueues } from '../provisioning/source-of-queue.ts';
import type { Dependent, EsimThere, OpenQueue } from './travelers-at.ts';

export type StrandedQueue = {
  id: string;
  bundle_id: string;
  destination: string | null;
  /** that could deliver it, onto an eSIM of their own */
  other_accounts: string[];
};
export type StrandedView = {
  partner_id: string;
  traveler_id: string;
  external_user_id: string | null;
  /** of the first one */
  iccid: string;
  /** those at the account, the universal one first */
  esims: EsimThere[];
  /** open ones that no other account could deliver */
  stuck_queues: number;
  open_queues: StrandedQueue[];
  unused_packages: number;
  running_packages: number;
};

/** Of one partner; null = this traveler has nothing there that could get lost. */
export async function makeStrandedView(
  ctx: Context,
  partnerId: string,
  account: string,
): Promise<{ now: Date; of(one: Dependent): StrandedView | null }> {
  const partner = await findPartner(ctx, partnerId);
  const known = new Map<string, string[]>();
  const others = (queue: OpenQueue): string[] => {
    // What of a queue decides who can deliver it: many travelers have the same.
    const { id: _, ...what } = queue;
    const key = JSON.stringify(what);
    const found = known.get(key) ?? othersFor(queue);
    known.set(key, found);
    return found;
  };
  const othersFor = (queue: OpenQueue): string[] =>
    rankForQueues({ ctx, partner }, [queue], { esimType: 'classic', account: null }, queue.id)
      .map((candidate) => candidate.account)
      .filter((one) => one.name !== account && one.takesNew && one.outBecause === null)
      .map(({ name }) => name);
  return {
    now: partnerNow(ctx, partner),
    of: (one) => viewOf(partnerId, one, others),
  };
}

function viewOf(
  partnerId: string,
  { traveler_id, external_user_id, esims, queues: planned }: Dependent,
  others: (queue: OpenQueue) => string[],
): StrandedView | null {
  // Without a universal eSIM the account of what is to come is still to be chosen.
  const queues = esims.some(({ type }) => type === 'universal') ? planned : [];
  const unused = esims.reduce((sum, esim) => sum + esim.unused_packages, 0);
  const running = esims.reduce((sum, esim) => sum + esim.running_packages, 0);
  if (queues.length === 0 && unused === 0 && running === 0) return null;
  const open = queues.map((queue) => ({
    id: queue.id,
    bundle_id: queue.bundle_id,
    destination: queue.destination_id,
    other_accounts: others(queue),
  }));
  return {
    partner_id: partnerId,
    traveler_id,
    external_user_id,
    iccid: esims[0]!.iccid,
    esims,
    stuck_queues: open.filter((queue) => queue.other_accounts.length === 0).length,
    open_queues: open,
    unused_packages: unused,
    running_packages: running,
  };
}
