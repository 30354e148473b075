/**
 * The suite every provider must pass. Each test gets a provider and customer of its own from
 * `make`.
 */
import { test } from 'node:test';
import { callbacks } from './conformance/callbacks.ts';
import { faults } from './conformance/faults.ts';
import { lists } from './conformance/lists.ts';
import { orders } from './conformance/orders.ts';
import type { Cases, Subject } from './conformance/subject.ts';
import { usage } from './conformance/usage.ts';

export const cases: Cases = { ...orders, ...usage, ...faults, ...lists, ...callbacks };

export function conformance(name: string, make: () => Promise<Subject>): void {
  for (const [title, run] of Object.entries(cases))
    test(`${name}: ${title}`, async () => {
      const subject = await make();
      try {
        await run(subject);
      } finally {
        await subject.close();
      }
    });
}
