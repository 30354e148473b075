/** A package on an eSIM that is given up is cancelled at its provider. No call in a transaction. */
import type { Context } from '../../../context.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type CancelInput,
  type Provider,
} from '../../../providers/provider.ts';
import type { LeftReason } from './list-replaced.ts';
import type { Replacement } from './read-replacement.ts';

export type Asked = {
  package_id: string;
  queue_id: string;
  provider_package_id: string;
  reference: string;
  /** the telco's article */
  template_id: string;
  old_esim_id: string | null;
};

/** `unclear`: nobody knows, or it was not even asked. Asking again does no harm. */
export async function cancelOld(
  ctx: Context,
  customer: string,
  { provider: name, old_iccid }: Replacement,
  { provider_package_id: package_id, reference, template_id, old_esim_id: esim_id }: Asked,
): Promise<'done' | 'unclear' | LeftReason> {
  const provider = ctx.providers.get(name);
  if (provider === undefined || provider.can.cancel === 'impossible') return 'not_cancellable';
  const asked = { package_id, reference, template_id, iccid: old_iccid, esim_id, customer };
  try {
    const word = await provider.cancelPackage(asked);
    return word === 'done' ? 'done' : 'cancel_requested';
  } catch (error) {
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return 'unclear';
    if (!(error instanceof ProviderRefused)) throw error;
    return error.reason === 'rejected' ? whyNot(provider, asked) : 'unclear';
  }
}

/** The provider said no: its own word on the package tells why. */
async function whyNot(
  provider: Provider,
  { iccid, esim_id, package_id, reference, template_id }: CancelInput,
): Promise<'done' | 'unclear' | LeftReason> {
  try {
    const known = { package_id, reference, template_id, ordered_at: new Date(0).toISOString() };
    const esim = await provider.getEsim({ iccid, esim_id, packages: [known] });
    const there = esim?.packages.find((p) => p.package_id === package_id);
    if (there === undefined) return 'not_cancellable';
    if (there.status === 'CANCELLED') return 'done';
    if (there.used_bytes > 0) return 'in_use';
    return there.activated_at === null ? 'not_cancellable' : 'started';
  } catch (error) {
    if (error instanceof ProviderUnclear || error instanceof ProviderNotReached) return 'unclear';
    if (error instanceof ProviderRefused) return 'not_cancellable';
    throw error;
  }
}
