/**
 * What every scene of the demo needs: one traveler of one partner on one server, and the events
 * beside the steps.
 */
import { randomBytes } from 'node:crypto';
import { baseUrl, partnerCall, type ServerOptions } from '../client.ts';
import type { Forwarder } from '../forward.ts';
import { makeScreen, type Screen } from '../screen.ts';
import { makeBeside, type Beside } from './beside.ts';

const GB = 1_073_741_824;

export type Queue = {
  id: string;
  uuid: string;
  destination: string | null;
  iso3: string | null;
  covers?: string[];
  redeemed_at?: string | null;
};
export type Booking = {
  id: string;
  package_specifications: { package_id: string; size: string; package_duration: number }[];
  package_queues: Queue[];
};
export type Esim = {
  iccid: string;
  qr: string;
  provider: string;
  status: string;
  total_data: number;
  data_left: number;
};
export type Package = {
  id: string;
  package_queue_id: string;
  destination_bundle: string;
  status: string;
  total_bytes: number;
  used_bytes: number;
  expires_at: string | null;
};
export type Dashboard = {
  package_queues: Queue[];
  current_esim: Esim | null;
  current_esim_packages: Package[];
  partner: { id: string; name: string };
};
export type Ledger = {
  orders: { order: { reference: string; kind: string; profile: { iccid: string } } }[];
  calls: { reference: string; kind: string; outcome: string; fault: string | null }[];
  complete: boolean;
};

export type Stage = {
  screen: Screen;
  url: string;
  user: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  beside: Beside;
};

export function makeStage(options: ServerOptions, forwarder: Forwarder | null): Stage {
  const server: ServerOptions = { ...options, url: baseUrl(options) };
  const screen = makeScreen(process.stdout, process.env);
  const user = `demo_${randomBytes(4).toString('hex')}`;
  return {
    screen,
    user,
    url: server.url!,
    call: async <T>(method: string, path: string, body?: unknown) =>
      (await partnerCall(server, method, path, body)) as T,
    beside: makeBeside(server, screen, forwarder, user),
  };
}

export const dashboard = ({ call, user }: Stage): Promise<Dashboard> =>
  call('GET', `/api/native/user-dashboard?external_user_id=${user}`);
export const ledger = ({ call }: Stage): Promise<Ledger> => call('GET', '/api/sandbox/ledger');
export const redeem = ({ call, user }: Stage, queue: Queue): Promise<{ current_esim: Esim }> =>
  call('POST', '/api/native/redeem-package', {
    external_user_id: user,
    package_queue_id: queue.id,
  });
export const gigabytes = (bytes: number): string => `${Math.round((bytes / GB) * 100) / 100} GB`;

export function must(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(`Not as it should be: ${otherwise}.`);
}
