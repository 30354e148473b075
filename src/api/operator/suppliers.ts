/** /api/operator/suppliers: accounts at suppliers, changed while everything runs. */
import { Type } from 'typebox';
import { tryAccount, type Trial } from '../../domain/esims/trying/try-account.ts';
import { toMajor, type Money } from '../../domain/money.ts';
import { addAccount } from '../../domain/suppliers/managing/add-account.ts';
import { changeAccount } from '../../domain/suppliers/managing/change-account.ts';
import { listKinds } from '../../domain/suppliers/managing/list-kinds.ts';
import { removeAccount } from '../../domain/suppliers/managing/remove-account.ts';
import { requestSync } from '../../domain/suppliers/managing/request-sync.ts';
import { rotateCallbackToken } from '../../domain/suppliers/managing/rotate-callback-token.ts';
import { testAccount } from '../../domain/suppliers/managing/test-account.ts';
import { listAccounts, showAccount } from '../../domain/suppliers/managing/view-account.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import {
  accountChange,
  accountView,
  kindView,
  newAccount,
  syncView,
  testResult,
  trialInput,
  trialView,
} from '../reference/schemas/supplier.ts';

const byName = Type.Object({ name: text(40) });
const tag = 'Operator';
const EXAMPLE = {
  name: 'airalo-main',
  kind: 'airalo',
  credentials: { client_id: '6d1f…', client_secret: 'b4c2…' },
  spend_cap: { amount: 500, currency: 'USD' },
};

export const operatorSuppliers: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/supplier-kinds',
    operationId: 'listSupplierKinds',
    tag,
    summary: 'Kinds of suppliers, and what an account of each needs',
    answers: { 200: Type.Array(kindView) },
    handle: async ({ ctx }) => ({ data: listKinds(ctx) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/suppliers',
    operationId: 'listSupplierAccounts',
    tag,
    summary: 'Supplier accounts with their health',
    description:
      'In the order of their priority. `health.out_because` says why nothing is ordered of an account now. Credentials are in no answer.',
    answers: { 200: Type.Array(accountView) },
    handle: async ({ ctx }) => ({ data: await listAccounts(ctx) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers',
    operationId: 'addSupplierAccount',
    tag,
    summary: 'Add a supplier account',
    description:
      'Only the form is looked at, nobody is called. The account is `draining` until its first good test, which makes it `active`. In force within 5 s everywhere.',
    body: newAccount,
    answers: { 201: accountView },
    errors: [400, 409],
    example: EXAMPLE,
    handle: async ({ ctx, actor, body }) => ({
      status: 201,
      data: await addAccount(ctx, actor, body),
    }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/suppliers/:name',
    operationId: 'showSupplierAccount',
    tag,
    summary: 'Show a supplier account with its health',
    params: byName,
    answers: { 200: accountView },
    errors: [404],
    handle: async ({ ctx, params }) => ({ data: await showAccount(ctx, params.name) }),
  }),
  operatorRoute({
    method: 'PATCH',
    url: '/api/operator/suppliers/:name',
    operationId: 'changeSupplierAccount',
    tag,
    summary: 'Change, pause or drain a supplier account',
    description:
      'What is not named stays; `credentials`, `settings` and `limits` are replaced whole. Another `base_url` needs the credentials anew in the same call; with either the account takes no orders until its next good test. `paused` is the kill switch: nothing that costs money leaves, its eSIMs are still asked about. In force within 5 s everywhere.',
    params: byName,
    body: accountChange,
    answers: { 200: accountView },
    errors: [400, 404, 409],
    example: { status: 'paused' },
    handle: async ({ ctx, actor, params, body }) => ({
      data: await changeAccount(ctx, actor, params.name, body),
    }),
  }),
  operatorRoute({
    method: 'DELETE',
    url: '/api/operator/suppliers/:name',
    operationId: 'removeSupplierAccount',
    tag,
    summary: 'Remove a supplier account that was never used',
    description:
      'One that was ordered of is drained instead: its eSIMs need it. 409 says what is in the way.',
    params: byName,
    answers: { 200: answer({ name: Type.String() }) },
    errors: [404, 409],
    handle: async ({ ctx, actor, params }) => ({
      data: await removeAccount(ctx, actor, params.name),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers/:name/test',
    operationId: 'testSupplierAccount',
    tag,
    summary: 'Test a supplier account',
    description:
      'Looks at the address, signs in, reads the balance and one page of the catalog; orders nothing. 200 also where a step fails: see `ok`. A good test makes an account active that has waited for it, and takes one back that was refused.',
    params: byName,
    answers: { 200: testResult },
    errors: [404],
    handle: async ({ ctx, actor, params }) => ({
      data: await testAccount(ctx, actor, params.name),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers/:name/try',
    operationId: 'trySupplierAccount',
    tag,
    summary: 'Buy one article of a supplier account, and cancel it',
    description:
      'Without `accept` it only says what would be bought, and for how much. With it the article is bought for real if it costs no more and the spend cap allows it, read back, and cancelled where the supplier does that. The order is listed with all others, for a partner of the installation; one whose answer is unclear is looked up by itself and may end in review. 200 also where a step fails: see `steps`.',
    params: byName,
    body: trialInput,
    answers: { 200: trialView },
    errors: [400, 404, 409],
    example: { accept: { amount: 4, currency: 'USD' } },
    handle: async ({ ctx, actor, params, body }) => ({
      data: showTrial(await tryAccount(ctx, actor, params.name, body)),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers/:name/sync',
    operationId: 'syncCatalog',
    tag,
    summary: "Read a supplier account's catalog now",
    description:
      'It is read once a day, and after the first good test. 202: a worker begins within a second; `catalog` of the account shows what came of it. `accept_fewer`: a reading that lists far fewer articles than there were is believed, once.',
    params: byName,
    body: Type.Object({ accept_fewer: Type.Optional(Type.Boolean()) }),
    answers: { 202: syncView },
    errors: [400, 404, 409],
    example: { accept_fewer: true },
    handle: async ({ ctx, actor, params, body }) => ({
      status: 202,
      data: await requestSync(ctx, actor, params.name, body.accept_fewer ?? false),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/suppliers/:name/rotate-callback-token',
    operationId: 'rotateSupplierCallbackToken',
    tag,
    summary: "Give a supplier account's callbacks another path",
    description:
      'Enter the new `callback_path` at the supplier; the one before is taken for a week more.',
    params: byName,
    answers: { 200: accountView },
    errors: [404, 409],
    handle: async ({ ctx, actor, params }) => ({
      data: await rotateCallbackToken(ctx, actor, params.name),
    }),
  }),
];

const amountOf = (money: Money) => ({ amount: toMajor(money), currency: money.currency });

const showTrial = ({ article, cost, ...trial }: Trial) => ({
  ...trial,
  article:
    article === null
      ? null
      : {
          id: article.id,
          name: article.name,
          bytes: article.bytes,
          duration_days: article.duration_days,
          cost: amountOf(article.cost),
        },
  cost: cost === null ? null : amountOf(cost),
});
