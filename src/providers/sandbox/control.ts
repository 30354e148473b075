/** The sandbox telco's steering interface, as a client. */
import type { SandboxControl } from '../provider.ts';
import { httpClient } from './http.ts';

export function sandboxControl(options: { url: string; secret: string }): SandboxControl & { close(): Promise<void> } {
  const http = httpClient({ ...options, timeoutMs: 5_000 });
  const call = async (method: 'GET' | 'PUT', path: string, body?: unknown): Promise<unknown> => {
    const answer = await http.call(method, path, body);
    if (answer.status !== 200) throw new Error(`the sandbox telco answered ${answer.status}`);
    return answer.body;
  };
  return {
    async setFault(customer, next, count) {
      await call('PUT', `/v1/customers/${encodeURIComponent(customer)}/faults`, { next, count });
    },
    async ledger(customer) {
      return (await call('GET', `/v1/customers/${encodeURIComponent(customer)}/ledger`)) as { orders: unknown[]; calls: unknown[]; complete: boolean };
    },
    close: () => http.close(),
  };
}
