/** Where suppliers call back: hints that something has changed, after which they are asked. */
import { Type } from 'typebox';
import { receiveCallback } from '../domain/esims/usage/receive-reports.ts';
import { ANY_TYPE } from '../http/media-type.ts';
import { supplierRoute } from './callers/supplier.ts';
import { plainHeaders } from './provider-callbacks.ts';
import type { Route } from './route/route.ts';
import { answer, text } from './reference/schemas/shapes.ts';

const path = {
  url: '/api/suppliers/:name/callbacks/:token',
  tag: 'Providers',
  params: Type.Object({ name: text(40), token: text(100) }),
  /** suppliers add parts of their own */
  takesTail: true,
} as const;

export const supplierCallbacks: Route[] = [
  supplierRoute({
    ...path,
    method: 'POST',
    operationId: 'supplierCallback',
    summary: 'A supplier says that something has changed',
    description:
      'The path is that of the account (`callback_path`), and anything below it. What is signed is checked; what is not is good for one question to the supplier. Stored before it is answered.',
    consumes: ANY_TYPE,
    answers: {
      200: answer({
        received: Type.Integer(),
        stored: Type.Integer({ description: 'those that were new' }),
      }),
    },
    errors: [400, 404, 503],
    handle: async ({ ctx, params, headers, rawBody }) => ({
      data: await receiveCallback(ctx, params.name, {
        headers: plainHeaders(headers),
        body: rawBody,
      }),
    }),
  }),
  supplierRoute({
    ...path,
    method: 'GET',
    operationId: 'checkSupplierCallback',
    summary: 'Whether callbacks are taken here',
    description: 'Also by HEAD. For suppliers that look before they call.',
    answers: { 200: answer({ ready: Type.Boolean() }) },
    errors: [404, 503],
    handle: async () => ({ data: { ready: true } }),
  }),
];
