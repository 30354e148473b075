/**
 * A promo code redeemed on our own page: an e-mail address, then the eSIM, or the word that its
 * link comes by mail.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { challenge, solves, unknownCodes, countUnknownCode } from '../../domain/abuse/limits.ts';
import { qrPath } from '../../domain/esims/qr.ts';
import { openCode, type OpenedCode } from '../../domain/hosted/open-code.ts';
import { addressOfUsed, redeemCodeHere } from '../../domain/hosted/redeem-code-here.ts';
import { openAfterRedeeming } from '../../domain/webview/open-after-redeeming.ts';
import { checkFresh, sendFresh } from '../../domain/hosted/send-fresh-link.ts';
import { formatDay } from '../../domain/messages/mail/format.ts';
import type { CodeOwner } from '../../domain/promo-codes/code-brand.ts';
import { emailFrom, MAX_EMAIL, textOf } from '../frame/address.ts';
import { tooManyPage } from '../frame/challenge.ts';
import { shownPackage } from '../frame/data.ts';
import { destinationsFor } from '../../domain/planning/destinations-for.ts';
import { esimPage, seenAs, viewOf } from '../install/esim.ts';
import { translator } from '../frame/languages.ts';
import { isMarked, makeMark } from '../frame/marks.ts';
import { freshSentPage, noticePage, tripNotice, type About } from '../frame/notices.ts';
import { tripTranslator, withParam, type Page } from '../frame/page.ts';
import type { Asked, StarterRequest } from './asked.ts';
import { visitorOf } from '../frame/visitor.ts';

/** For so long whoever redeemed a code sees its eSIM here; then the mail's link has it. */
const MINE_MS = 24 * 3_600_000;
const MAILED_MS = 15 * 60_000;

const aboutOf = ({ locale, target }: Asked, owner: CodeOwner): About => ({
  locale,
  brand: owner.brand,
  target,
});

/** As a code stands; whoever brings the mark of its redemption sees what came of it. */
export async function redeemPage(
  ctx: Context,
  req: StarterRequest,
  asked: Asked,
  owner: CodeOwner,
): Promise<Page> {
  const about = aboutOf(asked, owner);
  const { mine, mailed } = req.query;
  const isMine = isMarked(ctx, 'redeemed', owner.queueId, mine);
  const code = await openCode(ctx, owner.partner, owner.queueId, isMine);
  if (code === null || code.state === 'ended') return noticePage('ended', about);
  if (isMine) return minePage(ctx, req, asked, about, code);
  if (isMarked(ctx, 'mailed', owner.queueId, mailed) && code.hostedEmail !== null)
    return mailedPage(about, code.hostedEmail);
  if (code.state === 'open') return formPage(ctx, asked, about, code);
  return tripNotice('usedCode', about, asked.self);
}

const mailedPage = (about: About, email: string): Page =>
  noticePage('sent', about, {
    texts: [
      tripTranslator(about.locale)('linkSent', { email }),
      translator(about.locale)('sentHint'),
    ],
  });

function minePage(
  ctx: Context,
  req: StarterRequest,
  asked: Asked,
  about: About,
  { esim }: OpenedCode,
): Page {
  const path = withParam(asked.target, 'mine', textOf(req.query.mine));
  const { locale } = asked;
  const self = typeof req.query.lang === 'string' ? withParam(path, 'lang', locale) : path;
  if (esim === null) return tripNotice('making', { ...about, target: path }, self);
  const view = viewOf(req.query.view);
  const visitor = seenAs(visitorOf(req.headers), view);
  return {
    ...about,
    ...esimPage({ ctx, esim, visitor, locale, path }),
    target: view === null ? path : withParam(path, 'view', view),
  };
}

type Typed = {
  email: string;
  destination: string;
  emailError?: 'emailMissing' | 'emailInvalid';
  whereError?: 'whereMissing' | 'whereNone';
};

/**
 * The offer, and the form that redeems it; on a computer the way to the phone, with the form one
 * link away.
 */
function formPage(
  ctx: Context,
  { code, target, self, locale, onPhone, hasWebview }: Asked,
  about: About,
  opened: OpenedCode,
  typed: Typed | null = null,
): Page {
  const t = translator(locale);
  const j = tripTranslator(locale);
  const heading = j('getTitle');
  const hasError = typed?.emailError !== undefined || typed?.whereError !== undefined;
  const isForm = onPhone || typed !== null;
  return {
    ...about,
    template: 'redeem',
    status: hasError ? 400 : 200,
    title: hasError ? t('errorPrefix', { title: heading }) : heading,
    data: {
      heading,
      lead: j('getIntro', { partner: about.brand!.name }),
      code,
      offer: shownPackage(ctx, opened, locale),
      until: formatDay(opened.validUntil, locale, opened.partner.settings.time_zone),
      qr: isForm ? null : qrPath(`${ctx.baseUrl}${target}`),
      other: withParam(self, 'view', isForm ? 'desktop' : 'phone'),
      isKnown: opened.isClaimed,
      form: {
        action: self,
        saysPlain: hasWebview,
        error: typed?.emailError === undefined ? null : t(typed.emailError),
        email: (typed?.email ?? '').slice(0, MAX_EMAIL),
        where: j('where'),
        whereError: typed?.whereError === undefined ? null : j(typed.whereError),
        destination: typed?.destination ?? '',
        destinations:
          opened.wanted === null || !isForm
            ? null
            : destinationsFor(ctx, opened.partner, opened.wanted, null, locale),
      },
    },
  };
}

/** What a form brings: a page, or the address of the next one. */
export async function redeemed(
  ctx: Context,
  req: StarterRequest,
  asked: Asked,
  owner: CodeOwner | null,
): Promise<Page | string> {
  const proof = textOf(req.body?.['proof']);
  const tried = {
    self: asked.self,
    hasProof: proof !== '',
    fields: {
      email: textOf(req.body?.['email']),
      destination: textOf(req.body?.['destination']),
      plain: textOf(req.body?.['plain']),
    },
  };
  const unbranded = { locale: asked.locale, brand: null, target: asked.target };
  const isSolved = proof !== '' && (await solves(ctx, proof));
  // Right ones wait too: who is over the limit must not learn from the answer which one was right.
  const verdict = isSolved ? null : await unknownCodes(ctx, req.ip);
  if (verdict?.isOver === true) {
    const error = new AppError('too_many_requests', 'Too many wrong codes.', {
      retryAfter: verdict.retryAfterS,
      extra: { challenge: await challenge(ctx) },
    });
    return tooManyPage(error, { about: unbranded, ...tried });
  }
  if (owner === null) {
    await countUnknownCode(ctx, req.ip);
    return noticePage('unknown', unbranded);
  }
  const about = aboutOf(asked, owner);
  if (owner.app !== null) return asked.self;
  if (req.body?.['fresh'] !== undefined) return fresh(ctx, req, asked, owner, about);
  return redeem(ctx, asked, owner, about, tried.fields);
}

async function redeem(
  ctx: Context,
  asked: Asked,
  owner: CodeOwner,
  about: About,
  { email: typed, destination, plain }: { email: string; destination: string; plain: string },
): Promise<Page | string> {
  const { partner, queueId } = owner;
  const code = await openCode(ctx, partner, queueId, false);
  if (code === null || code.state === 'ended') return noticePage('ended', about);
  if (code.state !== 'open') return tripNotice('usedCode', about, asked.self);
  const isKnown = typed.trim() === '' && code.isClaimed;
  const email = isKnown ? undefined : emailFrom(typed);
  const again = (problem: Partial<Typed>): Page =>
    formPage(ctx, asked, about, code, { email: typed, destination, ...problem });
  if (email === null)
    return again({ emailError: typed.trim() === '' ? 'emailMissing' : 'emailInvalid' });
  if (code.wanted !== null && destination === '') return again({ whereError: 'whereMissing' });
  try {
    const way = await redeemCodeHere(ctx, partner, {
      queueId,
      locale: asked.locale,
      ...(email === undefined ? {} : { email }),
      ...(code.wanted === null ? {} : { destination }),
    });
    if (way === 'by_mail')
      return withParam(asked.self, 'mailed', makeMark(ctx, 'mailed', queueId, MAILED_MS));
    const screens =
      asked.hasWebview && plain === ''
        ? await openAfterRedeeming(ctx, partner, { queueId, locale: asked.locale })
        : null;
    return screens ?? withParam(asked.self, 'mine', makeMark(ctx, 'redeemed', queueId, MINE_MS));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    switch (error.type) {
      case 'promo_code_invalid':
        return noticePage('ended', about);
      case 'already_redeemed':
        return tripNotice('usedCode', about, asked.self);
      case 'invalid_request':
        return again({ whereError: 'whereNone' });
      default:
        throw error;
    }
  }
}

/**
 * The link once more, to the address that had it first; the answer is the same whether there was
 * one.
 */
async function fresh(
  ctx: Context,
  req: StarterRequest,
  asked: Asked,
  { partner, queueId }: CodeOwner,
  about: About,
): Promise<Page> {
  const { isOver, retryAfterS } = await checkFresh(ctx, req.ip);
  if (isOver) {
    const error = new AppError('too_many_requests', 'Too many tries.', { retryAfter: retryAfterS });
    return tooManyPage(error, { about, self: asked.self, fields: {}, hasProof: false });
  }
  const found = await addressOfUsed(ctx, partner.id, queueId);
  if (found !== null)
    await sendFresh(ctx, {
      partnerId: partner.id,
      recipient: found.email,
      locale: found.locale ?? asked.locale,
      bookingId: found.bookingId,
      queueIds: [queueId],
    });
  return freshSentPage(about);
}
