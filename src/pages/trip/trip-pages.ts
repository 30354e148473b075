/** What the page of a mail's link lists: every package with its one next step. */
import type { Context } from '../../context.ts';
import type { Trip, TripEsim, TripItem } from '../../domain/hosted/open-mail-link.ts';
import { wordsOf } from '../../domain/instructions/steps.ts';
import { speaker } from '../../domain/messages/mail/texts/index.ts';
import { shownData, shownPackage, type ShownData } from '../frame/data.ts';
import { destinationsFor } from '../../domain/planning/destinations-for.ts';
import type { Content } from '../install/esim.ts';
import { translator } from '../frame/languages.ts';
import { tripTranslator, withParam, type Page } from '../frame/page.ts';

export type List = {
  ctx: Context;
  trip: Trip;
  locale: string;
  /** address of the page, to which its forms go */
  self: string;
  problem?: { queueId: string; text: 'whereMissing' | 'whereNone' } | undefined;
};
type Entry = ShownData & { form?: object; link?: object };

const LOOK_AGAIN_S = 5;

/**
 * In how many places a visitor may want to be: each eSIM, and the list while something on it
 * belongs to none.
 */
export const esimsOf = ({ items, esims }: Trip): number =>
  esims.length +
  (items.some(({ esimId, standing }) => esimId === null && standing !== 'ended') ? 1 : 0);

/** What is on an eSIM, with buttons for what this link may bring onto it. */
export function itemsFor(list: List, esim: TripEsim): Entry[] {
  const { ctx, trip, locale } = list;
  const zone = esim.partner.settings.time_zone;
  const here = new Map(trip.items.map((item) => [item.queueId, item]));
  const known = new Set(esim.data.map(({ queueId }) => queueId));
  const missing = trip.items.filter(
    ({ esimId, queueId, standing }) =>
      esimId === esim.id && !known.has(queueId) && standing !== 'ended',
  );
  return [
    ...missing.map((item) => entryOf(list, item, false)),
    ...esim.data.map((data): Entry => {
      const item = here.get(data.queueId);
      return item !== undefined && (item.standing === 'waiting' || item.standing === 'making')
        ? entryOf(list, item, false)
        : shownData(ctx, data, locale, zone);
    }),
  ];
}

/** All packages of the mail, each with its next step. The first button is the big one. */
export function listPage(list: List): Content & Pick<Page, 'refreshS'> {
  const { trip, locale } = list;
  const j = tripTranslator(locale);
  const heading = j('tripTitle');
  let hasMain = false;
  const packages = trip.items.map((item) => {
    const entry = entryOf(list, item, !hasMain);
    hasMain ||= entry.form !== undefined || entry.link !== undefined;
    return entry;
  });
  const isMaking = trip.items.some(({ standing }) => standing === 'making');
  return {
    template: 'trip',
    status: 200,
    title: heading,
    ...(isMaking ? { refreshS: LOOK_AGAIN_S } : {}),
    data: {
      heading,
      lead: isMaking ? j('makingText') : j('tripLead', { partner: trip.brand.name }),
      packages,
      again: isMaking ? list.self : null,
    },
  };
}

function entryOf(list: List, item: TripItem, isMain: boolean): Entry {
  const { ctx, trip, locale } = list;
  const t = translator(locale);
  const shown = shownPackage(ctx, item, locale);
  const validity = shown.days === null ? null : `${shown.days} ${t('fromFirstUse')}`;
  const esim = trip.esims.find(({ id }) => id === item.esimId);
  const on = esim?.data.find(({ queueId }) => queueId === item.queueId);
  if (item.standing === 'on_esim' && esim !== undefined && on !== undefined)
    return {
      ...shownData(ctx, on, locale, esim.partner.settings.time_zone),
      link: esimLink(list, esim, isMain),
    };
  return {
    place: shown.place ?? t('destinationLater'),
    line: [shown.size, validity].filter((part) => part !== null).join(' · '),
    left: null,
    percent: null,
    note: noteOf(item, locale),
    isOver: item.standing === 'ended' || item.standing === 'used',
    ...(item.standing === 'waiting' ? { form: formOf(list, item, isMain) } : {}),
    ...(item.url === null
      ? {}
      : {
          link: {
            href: item.url,
            isMain,
            label: speaker(locale)(item.standing === 'to_claim' ? 'getCode' : 'useCode'),
          },
        }),
  };
}

function noteOf({ standing, esimId }: TripItem, locale: string): string | null {
  const j = tripTranslator(locale);
  switch (standing) {
    case 'making':
      return j('making');
    case 'used':
      return j('usedTitle');
    case 'ended':
      return j('expired');
    case 'waiting':
      return esimId === null ? null : j('waiting');
    default:
      return null;
  }
}

const esimLink = ({ locale, self }: List, esim: TripEsim, isMain: boolean): object => ({
  href: withParam(self, 'esim', esim.id),
  isMain,
  label: esim.state === 'new' ? wordsOf(locale).install : tripTranslator(locale)('showEsim'),
});

function formOf(list: List, item: TripItem, isMain: boolean): object {
  const { ctx, trip, locale, self, problem } = list;
  const j = tripTranslator(locale);
  return {
    action: self,
    queue: item.queueId,
    isMain,
    label: j(item.esimId === null ? 'getEsim' : 'addData'),
    destinations:
      item.needsDestination && item.wanted !== null
        ? destinationsFor(ctx, trip.partner, item.wanted, 'classic', locale)
        : null,
    error: problem?.queueId === item.queueId ? j(problem.text) : null,
  };
}
