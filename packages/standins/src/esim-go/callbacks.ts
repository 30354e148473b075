/** Callbacks as version 3 sends them: signed with the API key, without an instant or an id. */
import { createHmac } from 'node:crypto';
import type { Assignment } from './book.ts';

export type Signed = { headers: Record<string, string>; body: string };

/** `key` signs; a wrong one makes a forged callback. */
export const signed = (body: object | string, key: string): Signed => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    headers: {
      'content-type': 'application/json',
      'x-signature-sha256': createHmac('sha256', key).update(text).digest('base64'),
    },
    body: text,
  };
};

/** The documentation's example of a first use has its ICCID as a number. */
export const withNumber = (body: object): string =>
  JSON.stringify(body).replace(/"iccid":"(\d+)"/, '"iccid":$1');

export const aboutBundle = (alertType: string, one: Assignment): object => ({
  iccid: one.iccid,
  alertType,
  bundle: {
    id: one.id,
    reference: one.reference,
    name: one.bundle.name,
    description: one.bundle.description,
    initialQuantity: one.initial,
    remainingQuantity: one.remaining,
    startTime: one.startedAt?.toISOString() ?? null,
    endTime: one.endsAt?.toISOString() ?? null,
    unlimited: one.bundle.unlimited,
  },
});

/** Posts them one after the other and waits for the answers' statuses. */
export async function post(url: string, callbacks: readonly Signed[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const { headers, body } of callbacks)
    statuses.push((await fetch(url, { method: 'POST', headers, body })).status);
  return statuses;
}
