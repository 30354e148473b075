/** What replacing an eSIM answers, and what it would do. */
import { Type } from 'typebox';
import { LEFT_REASONS } from '../../../domain/esims/replacing/list-replaced.ts';
import { esimAnswer, packageAnswer } from './esim.ts';
import { answer, nullable, oneOf } from './shapes.ts';

const movedAndLeft = {
  moved: Type.Array(
    answer({
      package_queue_uuid: Type.String({ format: 'uuid' }),
      status: oneOf(['done', 'pending']),
    }),
  ),
  left: Type.Array(
    answer({
      package_queue_uuid: Type.String({ format: 'uuid' }),
      reason: oneOf(LEFT_REASONS),
    }),
  ),
};

export const replacedAnswer = answer({
  package_queue: Type.Null(),
  current_esim: esimAnswer,
  current_esim_packages: Type.Array(packageAnswer),
  ...movedAndLeft,
});

export const previewAnswer = answer({
  iccid: Type.String(),
  ...movedAndLeft,
  comes_at_once: Type.Boolean({
    description: 'false: the new eSIM comes with the next package that is redeemed',
  }),
  times_left: Type.Integer({
    minimum: 0,
    description: 'how often eSIMs of the traveler may still be replaced within a year',
  }),
  replaced_by: nullable(
    Type.String({ description: 'ICCID of the eSIM that took its place already' }),
  ),
});
