/**
 * What an installation has been given to work with. Pure: asks no database, so that /readyz can say
 * it at every call.
 */
import { isIP } from 'node:net';
import type { Context } from '../../context.ts';
import type { Bundle } from '../catalog/types.ts';
import { sellableBundles } from '../routing/sellable-bundles.ts';
import { onSaleNow } from '../routing/supply.ts';
import { missing, notice, ok, type Finding } from './finding.ts';

export type Parts = Pick<Context, 'config' | 'providers' | 'suppliers' | 'catalog' | 'mail'>;

/** Findings of the environment need no database. */
type Surroundings = Pick<Parts, 'config' | 'mail'>;

/** What the environment says, known without a database. */
export const examineSurroundings = (parts: Surroundings): Finding[] => [
  publicUrl(parts),
  proxies(parts),
  mail(parts),
];

/** Whether anything can be sold. */
export const examineSales = (parts: Parts): Finding[] => [telco(parts), catalog(parts)];

/** Only what is missing, for the banner, the log and /readyz. */
export const missingParts = (parts: Parts): Finding[] =>
  [...examineSurroundings(parts), ...examineSales(parts)].filter(
    (finding) => finding.state === 'missing',
  );

const isProduction = ({ config }: Surroundings): boolean => config.env === 'production';

function publicUrl(parts: Surroundings): Finding {
  const { publicUrl: url } = parts.config;
  const remedy = 'Set HUBBY_PUBLIC_URL=https://… to the address that clients and travelers use.';
  if (url === null)
    return isProduction(parts)
      ? missing(
          'public_url',
          'HUBBY_PUBLIC_URL is not set: claim links, install links and mails lead to an address that only this machine knows.',
          remedy,
        )
      : ok('public_url', 'Not set; links lead to the address that this process listens on.');
  if (isProduction(parts) && !url.startsWith('https:'))
    return missing(
      'public_url',
      `${url} is not encrypted: activation codes and signatures would cross the net in the clear.`,
      remedy,
    );
  if (isProduction(parts) && isOwnMachine(new URL(url).hostname))
    return missing('public_url', `${url} is an address of this machine only.`, remedy);
  return ok('public_url', url);
}

const isOwnMachine = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  (isIP(hostname) === 4 && hostname.startsWith('127.'));

/** Hubby speaks no TLS itself: where its address is https, something stands before it. */
function proxies(parts: Surroundings): Finding {
  const { publicUrl: url, trustedProxies } = parts.config;
  if (url?.startsWith('https:') === true && trustedProxies.length === 0)
    return notice(
      'proxies',
      'Clients come through a proxy, but none is trusted: the limits of public pages take all visitors for one.',
      'Set HUBBY_TRUSTED_PROXIES to the addresses that the proxy calls from, e.g. 127.0.0.1.',
    );
  return ok(
    'proxies',
    trustedProxies.length === 0 ? 'None.' : `Trusted: ${trustedProxies.join(', ')}.`,
  );
}

function telco({ providers }: Parts): Finding {
  return providers.size === 0
    ? missing(
        'telco',
        'No telco is connected: nothing can be sold or provisioned.',
        'Add an account at a supplier: npx hubby supplier add <name> --kind <kind> (docs/suppliers/README.md). HUBBY_ENV=staging has the sandbox telco.',
      )
    : ok('telco', `Connected: ${[...providers.keys()].join(', ')}.`);
}

function catalog(parts: Parts): Finding {
  const { bundles, destinations } = parts.catalog.current();
  const remedy = 'Import one: npx hubby catalog import <file> (docs/catalog-csv.md).';
  if (bundles.length === 0)
    return missing('catalog', 'The catalog is empty: nothing is on sale.', remedy);
  const onSale = destinations.filter((d) => sellableBundles(parts, null, d).length > 0).length;
  if (onSale === 0)
    return missing(
      'catalog',
      `Nothing is on sale: no active bundle of the ${bundles.length} in the catalog has a source at a supplier that is connected (their sources are of ${accountsOf(bundles)}).`,
      remedy,
    );
  const sold = `${onSale} of ${destinations.length} destinations are on sale.`;
  const unsold = withoutSource(parts);
  return unsold.length === 0
    ? ok('catalog', sold)
    : notice(
        'catalog',
        `${sold} ${unsold.length} active bundles are not on sale, since nothing delivers them: ${firstOf(unsold)}.`,
        'npx hubby routing explain <bundle> says what is against each source; import a catalog that has others, or bring the supplier back.',
      );
}

const accountsOf = (bundles: readonly Bundle[]): string =>
  [...new Set(bundles.flatMap((b) => b.sources.map((s) => s.account)))].sort().join(', ') ||
  'nobody';

/** Active bundles of destinations on sale whose last source has gone. */
function withoutSource(parts: Parts): string[] {
  const onSale = onSaleNow(parts, null);
  return parts.catalog
    .current()
    .bundles.filter((b) => b.is_active && onSale.typesOf(b).length === 0)
    .map((b) => b.id);
}

const MAX_NAMED = 5;
const firstOf = (ids: readonly string[]): string =>
  `${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ', …' : ''}`;

function mail(parts: Surroundings): Finding {
  const senders = [...parts.mail.keys()];
  if (senders.length === 0)
    return missing(
      'mail',
      'No sender of mail is configured: every mail to a traveler is skipped (no_sender).',
      'Set HUBBY_SMTP_URL or HUBBY_BREVO_API_KEY.',
    );
  return ok(
    'mail',
    senders.every((name) => name === 'mailbox')
      ? 'Mails stay in the mailbox of the sandbox.'
      : `Senders: ${senders.filter((name) => name !== 'mailbox').join(', ')}.`,
  );
}
