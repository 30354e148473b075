/** The sandbox telco's steering interface, as a client. */
import { SandboxRefused, type SandboxControl, type SandboxFault } from '../sandbox-control.ts';
import { httpClient } from '../http.ts';
import { errorCode, toChange } from './map.ts';

export function sandboxControl(options: {
  url: string;
  secret: string;
}): SandboxControl & { close(): Promise<void> } {
  const http = httpClient({
    url: options.url,
    headers: { authorization: `Bearer ${options.secret}` },
    timeoutMs: 5_000,
  });
  const call = async (
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<unknown> => {
    const answer = await http.call(method, path, body);
    if (answer.status !== 200) throw new Error(`the sandbox telco answered ${answer.status}`);
    return answer.body;
  };
  const play = async (provider: string, iccid: string, verb: 'state' | 'consume', body: object) => {
    const answer = await http.call(
      'POST',
      `/v1/${encodeURIComponent(provider)}/profiles/${encodeURIComponent(iccid)}/${verb}`,
      body,
    );
    if (answer.status !== 200) throw new SandboxRefused(errorCode(answer.body));
    return toChange(answer.body);
  };
  return {
    async setFault(customer, next, count) {
      await call('PUT', `/v1/customers/${encodeURIComponent(customer)}/faults`, { next, count });
    },
    async fault(customer) {
      const set = await call('GET', `/v1/customers/${encodeURIComponent(customer)}/faults`);
      const { next, count } = set as { next: SandboxFault | null; count: number };
      return next === null ? null : { next, count };
    },
    async reset(customer) {
      await call('DELETE', `/v1/customers/${encodeURIComponent(customer)}`);
    },
    async ledger(customer) {
      return (await call('GET', `/v1/customers/${encodeURIComponent(customer)}/ledger`)) as {
        orders: unknown[];
        calls: unknown[];
        complete: boolean;
      };
    },
    async setProfileState(provider, iccid, action, at) {
      return (await play(provider, iccid, 'state', { action, at: at.toISOString() })).report;
    },
    consume: (provider, iccid, { bytes, iso3, packageId }, at) =>
      play(provider, iccid, 'consume', {
        bytes,
        iso3,
        ...(packageId === null ? {} : { package_id: packageId }),
        at: at.toISOString(),
      }),
    close: () => http.close(),
  };
}
