/** Devices that fetch and use profiles, and what the SM-DP+ tells the operator of it. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { Identity } from './certificates.ts';
import type { Profiles } from './profiles.ts';

/** How a notification deviates from the plain form; each was seen somewhere. */
export type Quirks = {
  /** `timeStamp` */
  timestampName?: 'timestamp' | 'timeStamp';
  timestamp?: string | number;
  idAsText?: boolean;
  padded?: boolean;
  withoutType?: boolean;
  extra?: Record<string, unknown>;
  /** of a failure at that point, such as 8.2.10/4.2 */
  code?: string;
};

export type Told = { status: number; headers: Record<string, unknown>; text: string };

export type Device = {
  /** where progress is told, `https://host:port`; null = nowhere */
  target: string | null;
  /** told with another certificate than the SM-DP+'s own; null = with its own */
  identity: Identity | null;
  download(iccid: string): Promise<Told | null>;
  install(iccid: string): Promise<Told | null>;
  tell(iccid: string, point: number, quirks?: Quirks): Promise<Told>;
  close(): Promise<void>;
};

type Options = { identity: Identity; ca: string; profiles: Profiles };

export function makeDevice({ identity, ca, profiles }: Options): Device {
  const agents = new Map<string, Agent>();
  const agentOf = ({ certificate, key }: Identity): Agent => {
    let agent = agents.get(certificate);
    if (agent === undefined)
      agents.set(certificate, (agent = new Agent({ connect: { ca, cert: certificate, key } })));
    return agent;
  };
  const step = async (iccid: string, from: string[], to: 'Downloaded' | 'Installed') => {
    const profile = profiles.byIccid.get(iccid);
    if (profile === undefined || !from.includes(profile.state))
      throw new Error(`a profile that is ${profile?.state ?? 'unknown'} cannot be ${to}`);
    profile.state = to;
    return device.target === null ? null : device.tell(iccid, to === 'Downloaded' ? 3 : 4);
  };
  const device: Device = {
    target: null,
    identity: null,
    download: (iccid) => step(iccid, ['Released', 'Downloaded'], 'Downloaded'),
    install: (iccid) => step(iccid, ['Downloaded'], 'Installed'),
    async tell(iccid, point, quirks = {}) {
      const answer = await request(
        `${device.target}/gsma/rsp2/es2plus/handleDownloadProgressInfo`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json;charset=UTF-8',
            'x-admin-protocol': 'gsma/rsp/v2.5.0',
          },
          body: JSON.stringify(
            notification(iccid, profiles.byIccid.get(iccid)?.profileType, point, quirks),
          ),
          dispatcher: agentOf(device.identity ?? identity),
        },
      );
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: await answer.body.text(),
      };
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
  return device;
}

function notification(
  iccid: string,
  profileType: string | undefined,
  point: number,
  quirks: Quirks,
): unknown {
  const [subjectCode, reasonCode] = (quirks.code ?? '').split('/');
  return {
    header: {
      functionRequesterIdentifier: 'rsp.example.com',
      functionCallIdentifier: `n-${randomUUID()}`,
    },
    eid: '89044000000000000000000000000039',
    iccid: quirks.padded === true ? iccid.padEnd(20, 'F') : iccid,
    ...(quirks.withoutType === true ? {} : { profileType }),
    [quirks.timestampName ?? 'timestamp']:
      quirks.timestamp ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    notificationPointId: quirks.idAsText === true ? String(point) : point,
    notificationPointStatus:
      quirks.code === undefined
        ? { status: 'Executed-Success' }
        : { status: 'Failed', statusCodeData: { subjectCode, reasonCode } },
    ...quirks.extra,
  };
}
