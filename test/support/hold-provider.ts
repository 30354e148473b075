/** A provider that hangs on demand: its calls stand still until the test lets them go. */
import type { Provider } from '../../src/providers/provider.ts';
import { gate } from '../faults/checks.ts';
import { replaceProvider } from '../faults/steps.ts';
import type { Hubby } from '../harness.ts';

/** Calls that go to the telco. */
export type HeldCall =
  'createEsim' | 'addPackage' | 'cancelPackage' | 'getEsim' | 'findByReference' | 'list';

export type HeldProvider = {
  /** Resolves when a call has come to stand. */
  reached: Promise<void>;
  /** How many calls of this kind there were so far. */
  calls(): number;
  /** Lets what stands go on, and what comes later through. Again = nothing. */
  release(): void;
};

/**
 * Holds the first `times` calls of one kind, all where it is left out: `before` they leave for the
 * telco, or `after` the telco has done its work and before we hear of it. Give `release` to
 * `t.after`, so that a failing test leaves nothing that stands.
 */
export function holdProvider(
  hubby: Hubby,
  call: HeldCall,
  options: { name?: string; when?: 'before' | 'after'; times?: number } = {},
): HeldProvider {
  const { name = 'sandbox-one', when = 'before', times = Infinity } = options;
  const door = gate();
  let calls = 0;
  const restore = replaceProvider(hubby, name, (real) => {
    const run = real[call] as (...given: unknown[]) => Promise<unknown>;
    const held = async (...given: unknown[]): Promise<unknown> => {
      const isHeld = ++calls <= times;
      if (isHeld && when === 'before') await door.wait();
      const answer = await run(...given);
      if (isHeld && when === 'after') await door.wait();
      return answer;
    };
    return { [call]: held } as Partial<Provider>;
  });
  let isInPlace = true;
  return {
    reached: door.reached,
    calls: () => calls,
    release() {
      if (isInPlace) restore();
      isInPlace = false;
      door.open();
    },
  };
}
