/** `hubby demo --supplier <kind>`: the demo with a stand-in that it starts itself. */
import { demoAtSupplier, type DemoSupplier, type ServerOptions } from '@hubby/cli';
import { STAND_INS, startSmdpWithPlans } from '@hubby/standins';

const KINDS = [...Object.keys(STAND_INS), 'es2plus'];

export async function demoAt(kind: string, options: ServerOptions): Promise<void> {
  if (!KINDS.includes(kind))
    throw new Error(`--supplier: expected one of ${KINDS.join(', ')}, got "${kind}".`);
  await demoAtSupplier(options, () => (kind === 'es2plus' ? startSmdp() : startStandIn(kind)));
}

const startStandIn = async (kind: string): Promise<DemoSupplier> => ({
  kind,
  ...(await STAND_INS[kind]!(0)),
});

/** It chooses profiles itself, so that the demo needs no stock list. */
async function startSmdp(): Promise<DemoSupplier> {
  const standIn = await startSmdpWithPlans();
  standIn.addStock(['8944500000000000001', '8944500000000000002']);
  const order = { order_by: 'profile_type', profile_type: 'DATA-1' };
  return { kind: 'es2plus', ...standIn, settings: { ...standIn.settings, ...order } };
}
