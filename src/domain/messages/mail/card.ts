/** A package in a mail: what it is, and how it is had. */
import { formatBytes, formatDay, formatList } from './format.ts';
import { oneLine, safeUrl } from './clean.ts';
import type { Item, MessageFacts } from './facts.ts';
import type { Card } from './model.ts';
import type { Say } from './texts/index.ts';

type Linking = Pick<MessageFacts, 'kind' | 'isHosted' | 'appUrl'>;

/**
 * The link of a package's own: the app with its code, else the page on which the code is had; null
 * where it has none. Without an app, whoever claimed a code goes the way of this mail, which knows
 * them; a code in any other mail may be passed on.
 */
export const linkOf = (item: Item, { kind, isHosted, appUrl }: Linking): string | null =>
  item.code === null
    ? safeUrl(item.claimUrl)
    : safeUrl(isHosted && kind === 'promo_code_claim' ? appUrl : item.deepLinkUrl, appUrl);

/**
 * Only the claim's mail has pictures: it is often read where it was asked for, on a computer, and
 * it is about one code.
 */
const hasQr = (item: Item, facts: MessageFacts): boolean => {
  const link = linkOf(item, facts);
  return (
    facts.kind === 'promo_code_claim' &&
    item.code !== null &&
    link !== null &&
    Buffer.byteLength(link) <= MOST_IN_QR
  );
};

/** Bytes that the largest QR code holds at error correction M. A longer link is a button only. */
const MOST_IN_QR = 2_331;

export const qrCid = (index: number): string => `qr-${index + 1}@hubby`;

/** Contents of the QR codes by the cid of their attachment. */
export const qrCodesOf = (facts: MessageFacts): Map<string, string> =>
  new Map(
    facts.items.flatMap((item, index): [string, string][] =>
      hasQr(item, facts) ? [[qrCid(index), linkOf(item, facts)!]] : [],
    ),
  );

function descriptionOf(item: Item, facts: MessageFacts, say: Say): string[] {
  const size = item.isUnlimited
    ? say('unlimited')
    : item.bytes === null
      ? null
      : formatBytes(item.bytes, facts.locale);
  const days = item.days === null ? null : say('days', { days: item.days });
  const what = [size, days].filter((part) => part !== null).join(' · ');
  const countries = item.countries.map((country) => oneLine(country, 80));
  return [
    what,
    countries.length === 0
      ? ''
      : say('countries', { countries: formatList(countries, facts.locale) }),
  ].filter((line) => line !== '');
}

export function cardOf(item: Item, index: number, facts: MessageFacts, say: Say): Card {
  const url = linkOf(item, facts);
  const code = item.code === null ? null : oneLine(item.code, 200);
  const passOn =
    code !== null && facts.kind === 'booking_confirmation' ? safeUrl(item.claimUrl) : null;
  const label =
    code === null
      ? say('getCode')
      : say(facts.kind === 'promo_code_claim' ? 'installEsim' : 'useCode');
  return {
    title: item.destination === null ? say('anyDestination') : oneLine(item.destination, 150),
    lines: descriptionOf(item, facts, say),
    code: code === null ? null : { label: say('code'), value: code },
    until:
      item.validUntil === null
        ? null
        : say('validUntil', { date: formatDay(item.validUntil, facts.locale, facts.timeZone) }),
    button: url === null ? null : { label, url },
    qr: hasQr(item, facts)
      ? { cid: qrCid(index), alt: say('qrAlt', { code: code! }), caption: say('scan') }
      : null,
    passOn: passOn === null ? null : { label: say('passOn'), url: passOn },
  };
}
