/** What each kind of mail says. */
import { formatBytes, formatDate, formatMoment, formatMoney, formatPercent } from './format.ts';
import { cut, oneLine, paragraphsOf, safeUrl } from './clean.ts';
import { cardOf, linkOf } from './card.ts';
import type { TravelerKind } from '../../message.ts';
import type { Item, MessageFacts } from './facts.ts';
import type { Link, MailModel } from './model.ts';
import { legalLinks } from '../../partners/branding/legal-links.ts';
import { speaker, type Say } from './texts/index.ts';

const SUBJECT_MAX = 200;

/**
 * `subject` is the title too; `intro` is what a partner's own words replace, `more` stays beneath
 * them.
 */
type Words = {
  subject: string;
  intro: string;
  more: string[];
  footer: 'whyTrip' | 'whyClaim' | 'whyPurchase';
};

const hasCode = (item: Item): boolean => item.code !== null;
const onlyLink = (item: Item): boolean => item.code === null && safeUrl(item.claimUrl) !== null;

/** What is to be done for the packages, by how they are had. */
function steps(facts: MessageFacts, say: Say): string[] {
  const codes = facts.items.filter(hasCode).length;
  const plain = facts.items.filter((item) => !hasCode(item) && !onlyLink(item)).length;
  return [
    ...(plain > 0
      ? facts.isInstalled === true
        ? [say('reminderInstalled'), say('onArrival')]
        : [say(facts.isHosted ? 'howToInstallHere' : 'howToInstall')]
      : []),
    ...(codes > 0
      ? [say(facts.isHosted ? 'howToUseCodeHere' : 'howToUseCode', { count: codes })]
      : []),
    ...(facts.items.some(onlyLink) ? [say('howToClaim')] : []),
  ];
}

const lowMore = (facts: MessageFacts, say: Say): string =>
  say(facts.isHosted ? 'lowMoreHere' : 'lowMore');

/** In which something is to be installed, as long as nothing is. */
const TO_INSTALL = new Set<TravelerKind>([
  'booking_confirmation',
  'departure_reminder',
  'esim_link',
]);
/** About packages that are had already: how they were had no longer matters. */
const OF_ESIM = new Set<TravelerKind>(['running_low', 'package_expiring', 'esim_link']);

/** Of money: which purchase, and how much. */
function ofPurchase(
  { purchase, locale }: MessageFacts,
  say: Say,
): { amount: string; more: string[] } {
  if (purchase === null) throw new Error('a mail about a purchase needs the purchase');
  return {
    amount: formatMoney(purchase.paid, locale),
    more: [
      say('receiptNumber', { number: purchase.number }),
      say('receiptSeller', { seller: oneLine(purchase.seller, 200) }),
    ],
  };
}

const WORDS: Record<TravelerKind, (facts: MessageFacts, say: Say) => Words> = {
  booking_confirmation: (facts, say) => ({
    subject: say('confirmationSubject'),
    intro: say('confirmationIntro', { count: facts.items.length }),
    footer: 'whyTrip',
    more: [
      ...steps(facts, say),
      ...(facts.departureDate === null
        ? []
        : [say('departure', { date: formatDate(facts.departureDate, facts.locale) })]),
    ],
  }),
  promo_code_claim: (facts, say) => ({
    subject: say('claimSubject'),
    intro: say(facts.isHosted ? 'claimIntroHere' : 'claimIntro'),
    more: [],
    footer: 'whyClaim',
  }),
  departure_reminder: (facts, say) => {
    const codes = facts.items.filter(hasCode).length;
    const isInstalled = facts.isInstalled === true;
    const needsEsim =
      !isInstalled &&
      (facts.items.length === 0 || facts.items.some((item) => !hasCode(item) && !onlyLink(item)));
    return {
      subject: say(isInstalled && codes === 0 ? 'reminderSubjectInstalled' : 'reminderSubject'),
      footer: 'whyTrip',
      intro:
        facts.departureDate === null
          ? say('reminderSoon')
          : say('reminderOn', { date: formatDate(facts.departureDate, facts.locale) }),
      more: [
        ...(isInstalled ? [say('reminderInstalled')] : []),
        ...(needsEsim ? [say('reminderToInstall')] : []),
        ...(codes > 0 ? [say('reminderToUseCode', { count: codes })] : []),
        ...(facts.items.some(onlyLink) ? [say('howToClaim')] : []),
        say('onArrival'),
      ],
    };
  },
  running_low: (facts, say) => {
    if (facts.usage === null) throw new Error('running_low needs usage');
    const { percent, leftBytes } = facts.usage;
    if (percent >= 100)
      return {
        subject: say('usedUpSubject'),
        intro: say('usedUpIntro'),
        more: [lowMore(facts, say)],
        footer: 'whyTrip',
      };
    const used = formatPercent(percent, facts.locale);
    const left =
      leftBytes === null ? [] : [say('lowLeft', { size: formatBytes(leftBytes, facts.locale) })];
    return {
      subject: say('lowSubject', { percent: used }),
      intro: say('lowIntro', { percent: used }),
      more: [...left, lowMore(facts, say)],
      footer: 'whyTrip',
    };
  },
  package_expiring: (facts, say) => ({
    subject: say('expiringSubject'),
    more: [lowMore(facts, say)],
    footer: 'whyTrip',
    intro:
      facts.expiresAt === null
        ? say('expiringSoon')
        : say('expiringIntro', {
            moment: formatMoment(facts.expiresAt, facts.locale, facts.timeZone),
          }),
  }),
  purchase_receipt: (facts, say) => {
    const { amount, more } = ofPurchase(facts, say);
    return {
      subject: say('receiptSubject'),
      intro: say('receiptIntro', { amount }),
      more,
      footer: 'whyPurchase',
    };
  },
  purchase_refunded: (facts, say) => {
    const { amount, more } = ofPurchase(facts, say);
    return {
      subject: say('refundedSubject'),
      intro: say('refundedIntro', { amount }),
      more,
      footer: 'whyPurchase',
    };
  },
  esim_link: (_facts, say) => ({
    subject: say('readySubject'),
    intro: say('readyIntro'),
    more: [],
    footer: 'whyClaim',
  }),
};

/** Kinds whose subject names the destination, where there is only one. */
function placeOf(facts: MessageFacts): string | null {
  const places = new Set(facts.items.map((item) => item.destination ?? ''));
  const [place] = places;
  return facts.kind === 'departure_reminder' ||
    places.size !== 1 ||
    place === undefined ||
    place === ''
    ? null
    : oneLine(place, 80);
}

/** The way to the eSIM, unless every package has a link of its own. */
function mainButton(facts: MessageFacts, say: Say): Link | null {
  if (facts.items.length > 0 && facts.items.every((item) => linkOf(item, facts) !== null))
    return null;
  const url = safeUrl(facts.appUrl, facts.appUrl);
  const isToInstall =
    facts.isInstalled !== true && TO_INSTALL.has(facts.kind) && !facts.items.some(hasCode);
  const other = facts.isHosted ? 'openEsim' : 'openApp';
  return url === null ? null : { label: say(isToInstall ? 'installEsim' : other), url };
}

const inUse = (item: Item): Item => ({
  ...item,
  code: null,
  claimUrl: null,
  deepLinkUrl: null,
  validUntil: null,
});

const legalOf = ({ brand, locale }: MessageFacts): Link[] =>
  legalLinks(brand.legal, locale).flatMap((link) => {
    const url = safeUrl(link.url, 'mailto:');
    return url === null ? [] : [{ ...link, url }];
  });

export function composeMail(given: MessageFacts): MailModel {
  const facts = OF_ESIM.has(given.kind) ? { ...given, items: given.items.map(inUse) } : given;
  const say = speaker(facts.locale);
  const words = WORDS[facts.kind](facts, say);
  const place = placeOf(facts);
  const name = facts.name === null ? '' : oneLine(facts.name, 100);
  const own = facts.custom.subject === null ? '' : oneLine(facts.custom.subject, SUBJECT_MAX - 2);
  const intro = facts.custom.intro === null ? [] : paragraphsOf(facts.custom.intro);
  return {
    subject:
      own !== ''
        ? own
        : cut(place === null ? words.subject : `${words.subject} – ${place}`, SUBJECT_MAX),
    title: own !== '' ? own : words.subject,
    paragraphs: [
      [name === '' ? say('greetingNobody') : say('greeting', { name })],
      ...(intro.length > 0 ? intro : [[words.intro]]),
      ...words.more.map((line) => [line]),
    ],
    cards: facts.items.map((item, index) => cardOf(item, index, facts, say)),
    button: mainButton(facts, say),
    closing: say('closing'),
    footer: say(words.footer, { partner: oneLine(facts.brand.name, 100) }),
    legal: legalOf(facts),
  };
}
