/** `hubby demo --supplier <kind>`: the demo with a stand-in that it starts itself. */
import { demoAtSupplier, type DemoSupplier, type ServerOptions } from '@hubby/cli';
import { STAND_INS } from '@hubby/standins';

export async function demoAt(kind: string, options: ServerOptions): Promise<void> {
  if (!Object.hasOwn(STAND_INS, kind))
    throw new Error(
      `--supplier: expected one of ${Object.keys(STAND_INS).join(', ')}, got "${kind}".`,
    );
  await demoAtSupplier(options, () => startStandIn(kind));
}

const startStandIn = async (kind: string): Promise<DemoSupplier> => ({
  kind,
  ...(await STAND_INS[kind]!(0)),
});
