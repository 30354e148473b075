/**
 * What every scene of the demo needs: one traveler of one partner on one server, and the events
 * beside the steps.
 */
import { randomBytes } from 'node:crypto';
import type { Hubby, Operations } from '@hubby/sdk';
import { baseUrl, partner, type ServerOptions } from '../client.ts';
import type { Forwarder } from '../forward.ts';
import { makeScreen, type Screen } from '../screen.ts';
import { makeBeside, type Beside } from './beside.ts';

const GB = 1_073_741_824;

type Data<Name extends keyof Operations> = Operations[Name]['data'];
export type Booking = Data<'createBooking'>;
export type Queue = Booking['package_queues'][number];
export type Dashboard = Data<'getUserDashboard'>;
export type Esim = NonNullable<Dashboard['current_esim']>;
export type Package = Dashboard['current_esim_packages'][number];
/** openapi.json leaves open what a telco's books look like; these are the sandbox telco's. */
export type Ledger = {
  orders: { order: { reference: string; kind: string; profile: { iccid: string } } }[];
  calls: { reference: string; kind: string; outcome: string; fault: string | null }[];
  complete: boolean;
};

export type Stage = {
  screen: Screen;
  url: string;
  user: string;
  hubby: Hubby;
  beside: Beside;
};

export function makeStage(
  options: ServerOptions,
  forwarder: Forwarder | null,
  screen: Screen = makeScreen(process.stdout, process.env),
): Stage {
  const server: ServerOptions = { ...options, url: baseUrl(options) };
  const user = `demo_${randomBytes(4).toString('hex')}`;
  return {
    screen,
    user,
    url: server.url!,
    hubby: partner(server),
    beside: makeBeside(server, screen, forwarder, user),
  };
}

export const dashboard = ({ hubby, user }: Stage): Promise<Dashboard> =>
  hubby.getUserDashboard({ external_user_id: user });
export const ledger = async ({ hubby }: Stage): Promise<Ledger> =>
  (await hubby.sandboxLedger()) as Ledger;
export const redeem = ({ hubby, user }: Stage, queue: Queue): Promise<Data<'redeemPackage'>> =>
  hubby.redeemPackage({ body: { external_user_id: user, package_queue_id: queue.id } });
export const gigabytes = (bytes: number): string => `${Math.round((bytes / GB) * 100) / 100} GB`;

export function must(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(`Not as it should be: ${otherwise}.`);
}
