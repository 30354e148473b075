/** What a provider says an installation needs beside the activation code; sealed like that. */
import type { Context } from '../../context.ts';
import type { InstallFacts } from '../../providers/provider.ts';
export type { InstallFacts } from '../../providers/provider.ts';
import { installRow } from './provisioning/insert-esim.ts';

const NOTHING: InstallFacts = {
  confirmation_code: null,
  apn: null,
  apple_url: null,
  android_url: null,
};

/** `sealed`: `install_sealed` of the eSIM, null where its provider says nothing. */
export const openInstallFacts = (
  { secrets }: Pick<Context, 'secrets'>,
  esimId: string,
  sealed: Buffer | null,
): InstallFacts =>
  sealed === null
    ? NOTHING
    : { ...NOTHING, ...(JSON.parse(secrets.open(sealed, installRow(esimId))) as InstallFacts) };
