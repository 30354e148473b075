/** Everything that an app shows of one traveler. */
import { Type } from 'typebox';
import { answer, nullable } from './shapes.ts';
import { esimAnswer, heldEsimAnswer, packageAnswer, queueAnswer } from './esim.ts';

export const dashboardFields = {
  user: answer({
    id: Type.String(),
    external_user_id: Type.String(),
    has_universal_esim: Type.Boolean(),
    current_universal_esim: nullable(Type.String()),
  }),
  package_queues: Type.Array(queueAnswer),
  current_esim: esimAnswer,
  current_esim_packages: Type.Array(packageAnswer),
  esims: Type.Array(heldEsimAnswer, {
    description:
      'all eSIMs in use, each with its packages: the universal one first, then classic ones, newest first',
  }),
  partner: answer({ id: Type.String(), name: Type.String() }),
};
