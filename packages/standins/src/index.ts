/** The stand-ins that operators can run, by the kind of account that they are one for. */
import { startAiralo } from './airalo/server.ts';
import { startEsimAccess } from './esim-access/server.ts';
import { startEsimGo } from './esim-go/server.ts';
import { startZendit } from './zendit/server.ts';

export type StandIn = {
  /** what an account has as `base_url` */
  url: string;
  /** as the form of an account has them; invented */
  credentials: Record<string, string>;
  close(): Promise<void>;
};
export type StandInOptions = {
  /** on 127.0.0.1; 0 = any free one */
  port: number;
  /** where callbacks are sent; null = nowhere */
  callbackUrl: string | null;
};
/** Rejects where the port is taken, or the callback address does not answer a supplier's probe. */
type Start = (options: StandInOptions) => Promise<StandIn>;

export const STAND_INS: Readonly<Record<string, Start>> = {
  airalo: ({ port, callbackUrl }) => startAiralo({ port, callbackUrl }),
  'esim-access': async ({ port, callbackUrl }) => {
    const standIn = await startEsimAccess({ port });
    standIn.control.webhooks.url = callbackUrl;
    return standIn;
  },
  'esim-go': ({ port, callbackUrl }) => startEsimGo({ port, callbackUrl }),
  zendit: async ({ port, callbackUrl }) => {
    const standIn = await startZendit({ port });
    if (callbackUrl === null) return standIn;
    try {
      await standIn.control.webhooks.connect({ url: callbackUrl });
    } catch (cause) {
      await standIn.close();
      throw new Error(`${callbackUrl} does not answer HEAD with 2xx, as Zendit wants it to.`, {
        cause,
      });
    }
    return standIn;
  },
};
