/** The stand-ins, by the kind of account that they are one for. */
import { airaloDesk } from './airalo/desk.ts';
import { startAiralo } from './airalo/server.ts';
import type { Desk } from './desk.ts';
import { startBss } from './es2plus/bss.ts';
import { es2plusDesk } from './es2plus/desk.ts';
import { startEs2plus } from './es2plus/server.ts';
import { esimAccessDesk } from './esim-access/desk.ts';
import { startEsimAccess } from './esim-access/server.ts';
import { esimGoDesk } from './esim-go/desk.ts';
import { startEsimGo } from './esim-go/server.ts';
import { makeWicket, type Aside } from './wicket.ts';
import { zenditDesk } from './zendit/desk.ts';
import { startZendit } from './zendit/server.ts';

export { MANNERS, TROUBLES, type Desk, type Manner, type Sale, type Trouble } from './desk.ts';

export type StandIn = {
  /** what an account has as `base_url` */
  url: string;
  /** as the form of an account has them; invented */
  credentials: Record<string, string>;
  settings: Record<string, unknown>;
  /** 1 GB for 7 days in Spain, by this supplier's id, and what adds the same */
  article: string;
  topup: string | null;
  desk: Desk;
  close(): Promise<void>;
};
/** Rejects where the port is taken. */
type Start = (port: number) => Promise<StandIn>;

type Started = Pick<StandIn, 'url' | 'credentials' | 'close'>;

/** Starts one whose switches can be reached at `/_control`. */
async function withControl<S extends Started>(
  start: (aside: Aside) => Promise<S>,
  deskOf: (standIn: S) => Desk,
  sells: Pick<StandIn, 'article'> & { topup?: string },
): Promise<StandIn> {
  const { aside, open } = makeWicket();
  const standIn = await start(aside);
  const desk = deskOf(standIn);
  open(desk);
  const { url, credentials, close } = standIn;
  return { url, credentials, settings: {}, topup: null, ...sells, desk, close };
}

/** Those that operators can run: servers of one port without certificates. */
export const STAND_INS: Readonly<Record<string, Start>> = {
  airalo: (port) =>
    withControl((aside) => startAiralo({ port, aside }), airaloDesk, {
      article: 'guay-7days-1gb',
      topup: 'guay-7days-1gb-topup',
    }),
  'esim-access': (port) =>
    withControl((aside) => startEsimAccess({ port, aside }), esimAccessDesk, { article: 'PHES1' }),
  'esim-go': (port) =>
    withControl((aside) => startEsimGo({ port, aside }), esimGoDesk, {
      article: 'esim_1GB_7D_ES_V2',
    }),
  zendit: (port) =>
    withControl((aside) => startZendit({ port, aside }), zenditDesk, {
      article: 'ESIM-ES-7D-1GB',
    }),
};

const PROFILE_TYPE = 'DATA-1';
export type SmdpStandIn = StandIn & { addStock(iccids: readonly string[]): void };

/** An SM-DP+ with a stock of profiles that is empty at first, and a BSS for data plans beside it. */
export async function startSmdpWithPlans(): Promise<SmdpStandIn> {
  const [smdp, bss] = [await startEs2plus(), await startBss()];
  return {
    url: smdp.url,
    credentials: { ...smdp.credentials, ...bss.credentials },
    // Activation codes name a host, and not every answer says which.
    settings: { ...smdp.settings, smdp_address: 'rsp.example.com', tmf: { unit_base: 1000 } },
    article: 'po-es-1gb-7d',
    topup: null,
    desk: es2plusDesk(smdp, bss),
    addStock: (iccids) =>
      smdp.control.addStock(iccids.map((iccid) => ({ iccid, profileType: PROFILE_TYPE }))),
    async close() {
      await Promise.all([smdp.close(), bss.close()]);
    },
  };
}
