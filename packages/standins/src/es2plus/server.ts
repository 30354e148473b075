/**
 * A stand-in of an SM-DP+ by GSMA SGP.22: ES2+ over mutual TLS with certificates of an authority
 * that it makes at its start, a stock of profiles, and devices that fetch them.
 */
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import { makeAuthority, type Authority } from './certificates.ts';
import { makeDevice, type Device } from './device.ts';
import { answerWith, makeFaults, readJson, type Faults, type Reply } from './faults.ts';
import {
  Profiles,
  type Input,
  type Outcome,
  type Profile,
  type ProfileOptions,
} from './profiles.ts';

export type Es2plusControl = ProfileOptions & {
  faults: Faults;
  /** how a call without a required field is answered */
  missing: 'failed' | 'http_400' | 'http_500';
  /** the next calls of a function fail with this code and change nothing */
  failNext(name: string, code: string, count?: number): void;
  /** the status of a function that was done */
  success: 'Executed-Success' | 'Executed-WithWarning';
  addStock(profiles: { iccid: string; profileType: string; isForeign?: boolean }[]): void;
  device: Device;
};

export type Es2plusCall = { name: string; callId: string; iccid: string | null; result: string };

export type Es2plus = {
  /** without a slash at its end */
  url: string;
  authority: Authority;
  /** of an account, as its form asks for */
  credentials: { requester_id: string; certificate: string; private_key: string };
  settings: { ca: string };
  control: Es2plusControl;
  ledger(): { profiles: Profile[]; calls: Es2plusCall[] };
  close(): Promise<void>;
};

const REQUESTER = '1.3.6.1.4.1.99999.1';
const PATH = /^\/gsma\/rsp2\/es2plus\/(\w+)$/;

/** What is there has to be written so; a format that is wrong is 1.3.1/2.1. */
const FORMATS: Record<string, RegExp> = {
  iccid: /^[0-9]{19}[0-9F]?$/,
  eid: /^[0-9]{32}$/,
  matchingId: /^[0-9A-Z-]{0,255}$/,
  profileType: /./,
  finalProfileStatusIndicator: /^(Available|Unavailable)$/,
};
const isWritten = (input: Input): boolean =>
  Object.entries(FORMATS).every(([name, format]) => {
    const value = input[name];
    return value === undefined || (typeof value === 'string' && format.test(value));
  }) && ['boolean', 'undefined'].includes(typeof input['releaseFlag']);

/** `(names of fields…)`: each has to be there. */
const REQUIRED: Record<string, readonly string[]> = {
  downloadOrder: [],
  confirmOrder: ['iccid', 'releaseFlag'],
  releaseProfile: ['iccid'],
  cancelOrder: ['iccid', 'finalProfileStatusIndicator'],
};

export async function startEs2plus(options: { port?: number } = {}): Promise<Es2plus> {
  const authority = await makeAuthority();
  const own = await authority.issue('rsp.example.com');
  const client = await authority.issue('hubby.example.com');
  const control = {
    repeat: 'success',
    smdpAddress: 'rsp.example.com',
    saysMatchingId: true,
    mixesUp: false,
    pads: false,
    faults: makeFaults(),
    missing: 'failed',
    success: 'Executed-Success',
  } as Es2plusControl;
  const smdp = makeSmdp(control);
  control.device = makeDevice({ identity: own, ca: authority.ca, profiles: smdp.profiles });
  const server = createServer(
    {
      cert: own.certificate,
      key: own.key,
      ca: authority.ca,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
    (request, response) => void smdp.answer(request, response),
  );
  const port = await listen(server, options.port);
  return {
    url: `https://127.0.0.1:${port}`,
    authority,
    credentials: {
      requester_id: REQUESTER,
      certificate: client.certificate,
      private_key: client.key,
    },
    settings: { ca: authority.ca },
    control,
    ledger: () => ({ profiles: [...smdp.profiles.byIccid.values()], calls: [...smdp.calls] }),
    async close() {
      await control.device.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function makeSmdp(control: Es2plusControl) {
  const profiles = new Profiles(control);
  const calls: Es2plusCall[] = [];
  const failing: { name: string; code: string }[] = [];
  control.addStock = (added) => added.forEach((one) => profiles.add(one));
  control.failNext = (name, code, count = 1) => {
    for (let i = 0; i < count; i++) failing.push({ name, code });
  };

  function execute(name: string, input: Input): Outcome {
    const at = failing.findIndex((one) => one.name === name);
    if (at >= 0) return { code: failing.splice(at, 1)[0]!.code };
    if (!isWritten(input)) return { code: '1.3.1/2.1' };
    const { functionRequesterIdentifier: requester } = input['header'] as Input;
    if (requester !== REQUESTER) return { code: '1.1/1.1' };
    return profiles[name as 'downloadOrder'](input);
  }

  function called(name: string, input: Input, headers: Record<string, string>): Reply {
    const required = REQUIRED[name]!;
    const header = (input['header'] ?? {}) as Input;
    const lacks =
      header['functionRequesterIdentifier'] === undefined ||
      header['functionCallIdentifier'] === undefined ||
      required.some((field) => input[field] === undefined) ||
      (name === 'downloadOrder' && input['iccid'] === undefined && !('profileType' in input));
    if (lacks && control.missing !== 'failed')
      return { status: control.missing === 'http_400' ? 400 : 500 };
    const outcome = lacks ? { code: '1.3.1/2.2' } : execute(name, input);
    calls.push({
      name,
      callId: String(header['functionCallIdentifier']),
      iccid: typeof input['iccid'] === 'string' ? input['iccid'].replace(/F$/, '') : null,
      result: 'code' in outcome ? outcome.code : 'ok',
    });
    return { status: 200, headers, body: envelope(outcome, control.success) };
  }

  return {
    profiles,
    calls,
    async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const name = PATH.exec(request.url ?? '')?.[1] ?? '';
      const version = String(request.headers['x-admin-protocol'] ?? '');
      if (request.method !== 'POST' || !(name in REQUIRED)) {
        response.writeHead(404).end();
        return;
      }
      if (!/^gsma\/rsp\/v2\.\d+\.\d+$/.test(version)) {
        response.writeHead(400).end();
        return;
      }
      const input = await readJson(request);
      await answerWith(control.faults, { name, request, response }, () =>
        called(name, (input ?? {}) as Input, { 'x-admin-protocol': version }),
      );
    },
  };
}

function envelope(outcome: Outcome, success: string): unknown {
  if ('out' in outcome)
    return {
      header: {
        functionExecutionStatus: {
          status: success,
          ...(success === 'Executed-WithWarning'
            ? { statusCodeData: { subjectCode: '8.8', reasonCode: '3.1', message: 'a remark' } }
            : {}),
        },
      },
      ...outcome.out,
    };
  const [subjectCode, reasonCode] = outcome.code.split('/');
  return {
    header: {
      functionExecutionStatus: {
        status: 'Failed',
        ...(outcome.code === ''
          ? {}
          : { statusCodeData: { subjectCode, reasonCode, message: 'not possible' } }),
      },
    },
  };
}
