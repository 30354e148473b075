/** What is kept for how long, on the wire. */
import { Type } from 'typebox';
import { COUNTED_FROM, KINDS } from '../../../domain/retention/list-kept.ts';
import { retentionSchema, type RetentionName } from '../../../domain/settings/retention.ts';
import { answer, nullable, oneOf } from './shapes.ts';

const SETTINGS = Object.keys(retentionSchema.properties) as RetentionName[];

export const keptAnswer = answer({
  kept: Type.Array(
    answer({
      kind: oneOf(KINDS),
      days: nullable(Type.Integer({ description: 'in force; null: it stays' })),
      most_days: nullable(Type.Integer({ description: 'what the installation keeps' })),
      counted_from: oneOf(COUNTED_FROM, {
        description: 'from when it was made, or from when it ended',
      }),
      setting: nullable(
        oneOf(SETTINGS, { description: 'the member of `retention` that makes it fewer' }),
      ),
    }),
  ),
});
