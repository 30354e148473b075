/** An SM-DP+ and a BSS for data plans beside it, which are one supplier. */
import type { StandIn } from '../stand-in.ts';
import { controlOf, makeWicket } from '../wicket.ts';
import { startBss } from './bss.ts';
import { es2plusDesk } from './desk.ts';
import { startEs2plus } from './server.ts';

const PROFILE_TYPE = 'DATA-1';

export type SmdpStandIn = StandIn & { addStock(iccids: readonly string[]): void };

/**
 * Its stock of profiles is empty at first. `orderBy`: how accounts ask for one. The port is the
 * SM-DP+'s; its switches are beside the BSS, which wants no certificates.
 */
export async function startSmdpWithPlans({
  port = 0,
  orderBy = 'iccid',
}: { port?: number; orderBy?: 'iccid' | 'profile_type' } = {}): Promise<SmdpStandIn> {
  const { aside, open } = makeWicket();
  const [smdp, bss] = [await startEs2plus({ port }), await startBss({ aside })];
  const desk = es2plusDesk(smdp, bss);
  open(desk);
  return {
    url: smdp.url,
    control: controlOf(bss.url),
    credentials: { ...smdp.credentials, ...bss.credentials },
    settings: {
      ...smdp.settings,
      order_by: orderBy,
      ...(orderBy === 'profile_type' ? { profile_type: PROFILE_TYPE } : {}),
      // Activation codes name a host, and not every answer says which.
      smdp_address: 'rsp.example.com',
      tmf: { unit_base: 1000 },
    },
    article: 'po-es-1gb-7d',
    topup: null,
    desk,
    addStock: (iccids) =>
      smdp.control.addStock(iccids.map((iccid) => ({ iccid, profileType: PROFILE_TYPE }))),
    async close() {
      await Promise.all([smdp.close(), bss.close()]);
    },
  };
}
