/**
 * The four functions of ES2+ (GSMA SGP.22) that an operator calls. Each answers what it was told, or
 * throws where that is not known.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '../http.ts';
import { object, unfit, type Fields } from '../fields.ts';
import { ProviderRefused, ProviderUnclear } from '../provider.ts';
import { certificateRefusal } from './certificate.ts';

export type Es2Function = 'downloadOrder' | 'confirmOrder' | 'releaseProfile' | 'cancelOrder';

/** `code`: subject and reason as the standard numbers them, such as `8.2.5/3.7`; empty = not said. */
export type Es2Answer = { ok: true; body: Fields } | { ok: false; code: string };

export type Es2 = (name: Es2Function, input: Record<string, unknown>) => Promise<Es2Answer>;

const PATH = '/gsma/rsp2/es2plus/';

export type Es2Options = { http: Client; requesterId: string; version: string };

/** `callId`, where it is given among the input, names the call in both sides' logs. */
export const es2Calls =
  ({ http, requesterId, version }: Es2Options): Es2 =>
  async (name, { callId = randomUUID(), ...input }) => {
    const header = {
      functionRequesterIdentifier: requesterId,
      functionCallIdentifier: `hubby-${String(callId)}`,
    };
    const answer = await http
      .call(
        'POST',
        PATH + name,
        { header, ...input },
        {
          headers: { 'x-admin-protocol': `gsma/rsp/v${version}` },
          statusDecides: true,
        },
      )
      .catch((error: unknown) => {
        throw certificateRefusal(error) ?? error;
      });
    if (answer.status !== 200) throw notExecuted(answer.status);
    return readAnswer(answer.body);
  };

/** The standard answers 200 to whatever was executed, failures included; 5xx is unclear already. */
function notExecuted(status: number): Error {
  if (status < 300 || status === 408) return new ProviderUnclear(`The SM-DP+ answered ${status}.`);
  return new ProviderRefused('rejected', `The SM-DP+ refused with ${status}.`, 'account');
}

const DONE: readonly unknown[] = ['Executed-Success', 'Executed-WithWarning'];
const NUMBERED = /^\d{1,2}(\.\d{1,3}){0,3}$/;
/** The execution failed on the way, or something behind the SM-DP+ could not be reached. */
const UNKNOWN_END: readonly unknown[] = ['4.2', '5.1'];

function readAnswer(value: unknown): Es2Answer {
  const body = object(value, 'answer');
  const status = object(
    object(body['header'], 'header')['functionExecutionStatus'],
    'functionExecutionStatus',
  );
  if (DONE.includes(status['status'])) return { ok: true, body };
  // "Expired" does not say how far it had come.
  if (status['status'] !== 'Failed') throw unfit('status');
  // The standard wants it; some leave it out, and mean no all the same.
  if (status['statusCodeData'] == null) return { ok: false, code: '' };
  const { subjectCode, reasonCode } = object(status['statusCodeData'], 'statusCodeData');
  if (typeof subjectCode !== 'string' || !NUMBERED.test(subjectCode)) throw unfit('subjectCode');
  if (typeof reasonCode !== 'string' || !NUMBERED.test(reasonCode)) throw unfit('reasonCode');
  const code = `${subjectCode}/${reasonCode}`;
  if (UNKNOWN_END.includes(reasonCode))
    throw new ProviderUnclear(`The SM-DP+ failed with ${code}.`);
  return { ok: false, code };
}

/** Whose fault: all of group 1 is about who calls and how, so any order would fare the same. */
export function refusalOf(code: string): ProviderRefused {
  if (code === '8.2.5/3.7')
    return new ProviderRefused('out_of_stock', 'The SM-DP+ has no profile of this type left.');
  const isOurs = code.startsWith('1') || code.startsWith('8.2.5/');
  return new ProviderRefused(
    'rejected',
    `The SM-DP+ refused${code === '' ? '' : ` with ${code}`}.`,
    isOurs ? 'account' : 'order',
  );
}
