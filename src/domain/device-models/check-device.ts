import type { Context } from '../../context.ts';
import { findDevice } from './find-device.ts';
import { noteIn } from './notes/index.ts';
import type { Confidence } from './types.ts';

/**
 * Whether a phone takes an eSIM, from what an app knows of it. What nobody knows is false, and
 * `unknown` says so. `locale`: a shipped one, for the notes.
 */
export async function checkDevice(
  ctx: Context,
  said: { phone_brand: string; phone_model: string },
  locale: string,
): Promise<{
  phone_brand: string;
  phone_model: string;
  is_compatible: boolean;
  confidence: Confidence;
  device: string | null;
  notes: string[];
}> {
  const { index } = await ctx.devices.current();
  const { is_compatible, confidence, device, notes } = findDevice(index, {
    brand: said.phone_brand,
    model: said.phone_model,
  });
  return {
    phone_brand: said.phone_brand,
    phone_model: said.phone_model,
    is_compatible,
    confidence,
    device,
    notes: notes.map((note) => noteIn(note, locale)),
  };
}
