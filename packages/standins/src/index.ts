/** The stand-ins, by the kind of account that they are one for. */
import { airaloDesk } from './airalo/desk.ts';
import { startAiralo } from './airalo/server.ts';
import type { Desk } from './desk.ts';
import { startSmdpWithPlans } from './es2plus/with-plans.ts';
import { esimAccessDesk } from './esim-access/desk.ts';
import { startEsimAccess } from './esim-access/server.ts';
import { esimGoDesk } from './esim-go/desk.ts';
import { startEsimGo } from './esim-go/server.ts';
import type { StandIn } from './stand-in.ts';
import { controlOf, makeWicket, type Aside } from './wicket.ts';
import { zenditDesk } from './zendit/desk.ts';
import { startZendit } from './zendit/server.ts';

export { MANNERS, TROUBLES, type Desk, type Manner, type Sale, type Trouble } from './desk.ts';

export { startSmdpWithPlans } from './es2plus/with-plans.ts';
export type { StandIn } from './stand-in.ts';

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
  const control = controlOf(url);
  return { url, control, credentials, settings: {}, topup: null, ...sells, desk, close };
}

/** So many profiles has the SM-DP+ that is started without a stock of somebody's. */
const PROFILES = 1_000;

/** Those that operators can run. */
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
  // It chooses profiles itself, so that nobody needs a stock list to begin with.
  es2plus: async (port) => {
    const smdp = await startSmdpWithPlans({ port, orderBy: 'profile_type' });
    smdp.addStock(
      Array.from({ length: PROFILES }, (_, i) => String(8944500000000000000n + BigInt(i))),
    );
    return smdp;
  },
};
