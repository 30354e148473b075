/**
 * What a traveler installs an eSIM from: the activation code whole, in its parts, and as links that
 * phones open their own set-up by.
 */
import { parseActivationCode, type Lpa } from '../../providers/identifiers.ts';
import type { InstallFacts } from '../../providers/provider.ts';

export {
  buildLpa,
  lpaProblems,
  parseActivationCode,
  type Lpa,
} from '../../providers/identifiers.ts';

/**
 * Apple documents its link for iOS 17.4 and later. Android's is opened by Google's services on
 * phones that know it.
 */
const SETUP = {
  apple: 'https://esimsetup.apple.com',
  android: 'https://esimsetup.android.com',
} as const;

/** The link by which a phone sets the eSIM up with one tap, from a browser or a partner's app. */
export const setupLink = (platform: keyof typeof SETUP, lpa: string): string =>
  `${SETUP[platform]}/esim_qrcode_provisioning?carddata=${encodeURIComponent(lpa)}`;

export type Installation = {
  lpa: string;
  smdp_address: string;
  /** may be empty */
  matching_id: string;
  confirmation_code_required: boolean;
  /** what the device then asks for, null where the provider does not say */
  confirmation_code: string | null;
  /** to be entered by hand, null = the device finds it */
  apn: string | null;
  apple_url: string;
  android_url: string;
};

/**
 * Everything that a code can be installed by. Throws for a text that is none: what is stored was
 * checked when it came.
 */
export function installationOf(lpa: string, facts?: InstallFacts): Installation {
  const parts: Lpa | null = parseActivationCode(lpa);
  if (parts === null) throw new Error('A stored activation code cannot be read.');
  return {
    lpa,
    smdp_address: parts.host,
    matching_id: parts.matchingId,
    confirmation_code_required:
      parts.confirmationRequired || (facts?.confirmation_code ?? null) !== null,
    confirmation_code: facts?.confirmation_code ?? null,
    apn: facts?.apn ?? null,
    apple_url: setupLink('apple', lpa),
    android_url: setupLink('android', lpa),
  };
}
