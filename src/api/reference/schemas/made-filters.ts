/** By when something was made. */
import { Type } from 'typebox';
import { text } from './shapes.ts';

export const madeFilters = {
  made_from: Type.Optional(
    text(40, { description: 'first day on which it was made, in your zone, or an instant' }),
  ),
  made_to: Type.Optional(text(40, { description: 'last day on which it was made, or an instant' })),
};
