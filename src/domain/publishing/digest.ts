import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';

/** Of everything that a preview shows, so that what is published is what somebody looked at. */
export const digestOf = (plan: Plan): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 32);
