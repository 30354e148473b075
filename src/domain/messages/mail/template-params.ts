/**
 * Parameters for a sender's own templates (docs/messages.md lists them): of the first package, and
 * of all in `packages`.
 */
import type { Item, MessageFacts } from './facts.ts';
import { formatBytes, formatDate, formatDay, formatMoment } from './format.ts';

export function templateParams(facts: MessageFacts): Record<string, unknown> {
  const { locale, timeZone } = facts;
  const item = (x: Item | undefined) => ({
    destination: x?.destination ?? '',
    countries: x?.countries ?? [],
    code: x?.code ?? '',
    claim_url: x?.claimUrl ?? '',
    deep_link_url: x?.deepLinkUrl ?? '',
    size: x?.bytes == null ? '' : formatBytes(x.bytes, locale),
    is_unlimited: x?.isUnlimited ?? false,
    days: x?.days ?? '',
    valid_until: x?.validUntil == null ? '' : formatDay(x.validUntil, locale, timeZone),
  });
  return {
    ...item(facts.items[0]),
    packages: facts.items.map(item),
    name: facts.name ?? '',
    partner: facts.brand.name,
    locale,
    app_url: facts.appUrl,
    departure_date: facts.departureDate === null ? '' : formatDate(facts.departureDate, locale),
    is_installed: facts.isInstalled ?? false,
    percent: facts.usage?.percent ?? '',
    bytes_left: facts.usage?.leftBytes == null ? '' : formatBytes(facts.usage.leftBytes, locale),
    expires_at: facts.expiresAt === null ? '' : formatMoment(facts.expiresAt, locale, timeZone),
  };
}
