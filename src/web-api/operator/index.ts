/** What the operator's screens call, beside members and the audit log. */
import type { PrivateRoute } from '../../api/callers/member.ts';
import { filesOfOperator } from './files.ts';
import { mailOfOperator } from './mail.ts';
import { ordersOfOperator } from './orders.ts';
import { partnersOfOperator } from './partners.ts';
import { supplyOfOperator } from './supply.ts';

export const operatorScreens: PrivateRoute[] = [
  ...partnersOfOperator,
  ...ordersOfOperator,
  ...supplyOfOperator,
  ...mailOfOperator,
  ...filesOfOperator,
];
