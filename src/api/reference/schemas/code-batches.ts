/** Promo codes that are made or imported together. */
import { Type } from 'typebox';
import { PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { CODES_PAGE } from '../../../domain/promo-codes/batches/batch-codes.ts';
import { BATCHES_PAGE, CODE_STATES } from '../../../domain/promo-codes/batches/list-batches.ts';
import { MOST_CODES } from '../../../domain/promo-codes/batches/make-batch.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { promoCodeAnswer } from './booking.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });
const name = text(100, { description: 'yours; no two batches have the same' });

const PACKAGE = {
  package_id: Type.Optional(text(128)),
  destination: Type.Optional(
    text(100, { description: 'left out: chosen by whoever redeems the code' }),
  ),
  size: Type.Optional(text(20, { description: 'left out: as your package strategy says' })),
  package_type: Type.Optional(oneOf(PACKAGE_TYPES)),
  package_duration: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999 })),
};
export const batchBody = Type.Object({
  name,
  count: Type.Integer({ minimum: 1, maximum: MOST_CODES }),
  valid_until: text(40, { description: 'a date lasts to the end of its day in your time zone' }),
  ...PACKAGE,
});
export const importQuery = Type.Object({ name });

const view = {
  id: Type.String({ examples: ['pcb_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
  name: Type.String(),
  is_imported: Type.Boolean({ description: 'from a file, in which each code says what it is for' }),
  package: nullable(answer(PACKAGE, { description: 'as it was asked; null: imported' })),
  valid_until: nullable(instant),
  codes: Type.Integer(),
  created_at: instant,
  created_by: Type.String({ description: 'a member or a key' }),
};
export const batchAnswer = answer(view, { title: 'CodeBatch' });
export const batchImported = answer({
  ...view,
  skipped: Type.Integer({ description: 'codes that were there already' }),
});
export const batchesQuery = Type.Object(paging(BATCHES_PAGE, 100));
export const batchesAnswer = pageAnswer({ batches: Type.Array(batchAnswer) });

const count = Type.Integer();
const details = {
  ...view,
  states: answer({
    open: count,
    claimed: count,
    redeemed: count,
    expired: count,
    cancelled: count,
  }),
};
export const batchDetails = answer(details);
export const batchCancelled = answer({
  ...details,
  cancelled: Type.Integer({ description: 'codes that this very call has cancelled' }),
});

const state = oneOf(CODE_STATES, {
  description:
    '`open`: nobody asked for it; `claimed`: somebody did; `redeemed`; `expired`: not redeemed in time; `cancelled`',
});
export const codesFilter = Type.Object({ state: Type.Optional(state) });
export const codesQuery = Type.Object({
  state: Type.Optional(state),
  ...paging(CODES_PAGE, 200),
});
export const codesAnswer = pageAnswer({
  codes: Type.Array(
    Type.Unsafe<{ promo_code: string; state: (typeof CODE_STATES)[number] }>({
      ...promoCodeAnswer,
      title: 'BatchCode',
      required: [...promoCodeAnswer.required, 'state'],
      properties: { ...promoCodeAnswer.properties, state },
    }),
  ),
});
