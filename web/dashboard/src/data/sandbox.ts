/** The sandbox of a partner: its clock, its phones, what its telco's calls meet, and its mailbox. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryClient } from './queries.ts';
import type {
  EventPage,
  Fault,
  FaultKind,
  Letter,
  MailPage,
  MovedClock,
  PhonePage,
  SandboxClock,
} from './types.ts';

/** Below it is all that is kept of the sandbox: what happens there changes all of it. */
export const sandboxKey = (path: string): string[] => [path, 'sandbox'];

/** Mails and what is planned have no hint of their own: they come a moment after an event. */
const LOOK_AGAIN_MS = 5_000;
const SHOWN_EVENTS = 50;

export const clockQuery = (path: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'clock'],
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async () => ({
      ...(await call<SandboxClock>('GET', `${path}/sandbox/clock`)),
      readAt: Date.now(),
    }),
  });
export const phonesQuery = (path: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'phones'],
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async () => (await call<PhonePage>('GET', `${path}/sandbox/esims?limit=50`)).esims,
  });
export const faultQuery = (path: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'fault'],
    queryFn: () => call<Fault>('GET', `${path}/sandbox/fail`),
  });
export const happenedQuery = (path: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'events'],
    queryFn: async () =>
      (await call<EventPage>('GET', `${path}/events?limit=${SHOWN_EVENTS}`)).events,
  });
export const mailsQuery = (path: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'mails'],
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async () => (await call<MailPage>('GET', `${path}/sandbox/mailbox`)).mails,
  });
export const letterQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...sandboxKey(path), 'mails', id],
    queryFn: () => call<Letter>('GET', `${path}/sandbox/mailbox/${encodeURIComponent(id)}`),
  });
/** For a frame: it has a policy of its own, by which nothing of it runs. */
export const letterAddress = (path: string, id: string): string =>
  `/web-api/${path}/sandbox/mailbox/${encodeURIComponent(id)}/html`;

export const sandboxMoved = (path: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: sandboxKey(path) });

export const moveClock = (
  path: string,
  to: { advance: string } | { now: string },
): Promise<MovedClock> => call<MovedClock>('POST', `${path}/sandbox/clock`, to);

export type Device = 'install' | 'enable' | 'disable' | 'remove';
export const onPhone = (path: string, iccid: string, act: Device): Promise<unknown> =>
  call('POST', `${path}/sandbox/esims/${iccid}/${act}`);

/** `percent` of one plan where it is named, else of the one that the telco's rule chooses. */
export const consume = (
  path: string,
  iccid: string,
  used: { percent: number; package_id?: string } | { bytes: number; package_id?: string },
): Promise<unknown> => call('POST', `${path}/sandbox/esims/${iccid}/consume`, used);

export const letFail = (path: string, next: FaultKind, count: number): Promise<Fault> =>
  call<Fault>('POST', `${path}/sandbox/fail`, { next, count });

export const resetSandbox = (path: string): Promise<unknown> =>
  call('POST', `${path}/sandbox/reset`);
