/**
 * POST /api/webapp/me/checkout: a purchase with its price frozen, and the page on which it is paid.
 * The purchase is committed before the pay desk is asked; asked again it answers with the same page.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Checkout, PayDesk } from '../../channels/payments/pay-desk.ts';
import { newId } from '../../ids.ts';
import { destinationName } from '../catalog/places/names.ts';
import { formatSize } from '../catalog/size.ts';
import { toMajor, type Money } from '../money.ts';
import type { Partner } from '../partners/partner.ts';
import type { Frozen } from '../planning/frozen.ts';
import type { Platform } from '../settings/store.ts';
import { choosePackage, type Wish } from './choose-package.ts';
import { payableIn } from './currency-of.ts';
import { chosenCurrency } from './list-offers.ts';
import { openStore } from './open-store.ts';
import { priceOf } from './price-of.ts';
import { SELECT_PURCHASE, type Purchase } from './purchase.ts';
import { backUrl, checkReturnTo, paidUrl } from './return-to.ts';

export type Buyer = { travelerId: string; externalUserId: string; locale: string };
export type CheckoutInput = Wish & {
  return_to: string;
  consent?: boolean | undefined;
  currency?: string | undefined;
  platform: Platform;
};

/** A pay desk keeps a page open for half an hour at least, from when it hears of it. */
const OPEN_MS = 35 * 60_000;
/** By then the page has been paid, or nobody came back. */
const FIRST_LOOK_S = 120;

export async function beginCheckout(
  ctx: Context,
  partner: Partner,
  buyer: Buyer,
  input: CheckoutInput,
  requestKey: string | null,
) {
  const desk = openStore(ctx, partner, input.platform);
  const purchase =
    (await madeBefore(ctx, partner, requestKey)) ??
    (await make(ctx, partner, buyer, input, requestKey));
  const { checkout_id, url } = purchase;
  const shown = checkout_id === null ? await open(ctx, partner, desk, purchase) : url;
  if (shown === null)
    throw new AppError('purchase_closed', 'This purchase can no longer be paid: begin another.');
  return {
    purchase_id: purchase.id,
    checkout_url: shown,
    expires_at: purchase.expires_at.toISOString(),
    amount: toMajor({ minor: purchase.amount, currency: purchase.currency }),
    currency: purchase.currency,
  };
}

/** By a first try under the same Idempotency-Key. */
const madeBefore = async (
  ctx: Context,
  partner: Partner,
  requestKey: string | null,
): Promise<Purchase | undefined> =>
  requestKey === null
    ? undefined
    : ctx.db.partnerTx(partner.id, (tx) =>
        tx.one<Purchase>(`${SELECT_PURCHASE} and p.request_key = $2`, [partner.id, requestKey]),
      );

async function make(
  ctx: Context,
  partner: Partner,
  buyer: Buyer,
  input: CheckoutInput,
  requestKey: string | null,
): Promise<Purchase> {
  checkReturnTo(ctx, partner, input.return_to);
  const mustConsent = partner.settings.store.consent ?? true;
  if (mustConsent && input.consent !== true)
    throw invalid([
      { field: 'consent', issue: 'expected true: immediate performance has to be agreed to' },
    ]);
  const { bundle, choice } = await choosePackage(ctx, partner, buyer.externalUserId, input);
  const rates = ctx.catalog.current().rates();
  const currency = chosenCurrency(payableIn(partner, rates), buyer.locale, input.currency);
  const price = priceOf(partner, bundle, rates, currency);
  if (price === null)
    throw invalid([{ field: 'package_id', issue: `there is no price for it in ${currency}` }]);
  const id = newId('pur');
  const row = { id, choice, price, requestKey, hasConsent: input.consent === true };
  return store(ctx, partner, buyer, input.return_to, row);
}

type NewPurchase = {
  id: string;
  choice: Frozen;
  price: Money;
  requestKey: string | null;
  hasConsent: boolean;
};

/** Two requests under one key make one purchase: who comes second finds it. */
const store = (
  ctx: Context,
  partner: Partner,
  { travelerId, locale }: Buyer,
  returnTo: string,
  { id, choice, price, requestKey, hasConsent }: NewPurchase,
): Promise<Purchase> =>
  ctx.db.partnerTx(partner.id, async (tx) => {
    const made = await tx.one(
      `insert into purchases (partner_id, id, traveler_id, request_key, choice, bundle_id, iso3,
         amount, currency, return_to, locale, consented_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $12 then now() end,
         date_trunc('second', now() + $13 * interval '1 ms'))
       on conflict (partner_id, request_key) where request_key is not null do nothing
       returning 1`,
      [
        partner.id,
        id,
        travelerId,
        requestKey,
        JSON.stringify(choice),
        choice.bundle_id,
        choice.iso3,
        price.minor,
        price.currency,
        returnTo,
        locale,
        hasConsent,
        OPEN_MS,
      ],
    );
    if (made !== undefined)
      await tx.rows(
        `insert into checkouts (purchase_id, partner_id, next_attempt_at)
         values ($1, $2, clock_timestamp() + ${FIRST_LOOK_S} * interval '1 s')`,
        [id, partner.id],
      );
    const row = await tx.one<Purchase>(`${SELECT_PURCHASE} and (p.id = $2 or p.request_key = $3)`, [
      partner.id,
      id,
      requestKey,
    ]);
    return row!;
  });

/** The page's address. Throws `pay_desk_unavailable`, after which the same request may come again. */
async function open(
  ctx: Context,
  partner: Partner,
  desk: PayDesk,
  purchase: Purchase,
): Promise<string | null> {
  const { id, amount, currency, expires_at, return_to, locale } = purchase;
  const said = await desk.createCheckout({
    purchaseId: id,
    amount: { minor: amount, currency },
    title: titleOf(ctx, purchase),
    language: languageOf(locale),
    expiresAt: expires_at,
    paidUrl: paidUrl(ctx, partner, id),
    backUrl: backUrl(ctx, partner, return_to),
  });
  if (said.kind !== 'done' || !isOurs(desk, said.value, purchase)) {
    const reason = said.kind === 'done' ? 'another page than was asked for' : said.reason;
    ctx.log.warn({ purchase: id, reason }, 'the pay desk opened no page');
    throw new AppError('pay_desk_unavailable', 'Nobody can pay at the moment: try again.', {
      retryAfter: 5,
    });
  }
  await ctx.db.rows(
    `update checkouts set checkout_id = $2, url = $3 where purchase_id = $1 and checkout_id is null`,
    [id, said.value.id, said.value.url],
  );
  return said.value.url;
}

/** Whether a page is one for this purchase, at its price, for the money of this environment. */
export const isOurs = (
  desk: PayDesk,
  { purchaseId, amount, isLive }: Checkout,
  purchase: Purchase,
): boolean =>
  purchaseId === purchase.id &&
  isLive === desk.isLive &&
  amount?.minor === purchase.amount &&
  amount.currency === purchase.currency;

/** Place, size and days: nothing about the person. */
function titleOf(ctx: Context, { choice, locale }: Purchase): string {
  const place = ctx.catalog.current().byId(choice.destination_id ?? '');
  const name = place === null ? (choice.iso3 ?? '') : destinationName(place, locale ?? 'en');
  const size = choice.bytes === null ? '∞' : formatSize(choice.bytes).replace(/(?=[GM]B$)/, ' ');
  return `eSIM · ${name} · ${size}`;
}

/** Those in which the pay desk speaks; any other is the browser's to choose. */
const SPOKEN = new Set(
  'bg cs da de el en es et fi fr hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh'.split(
    ' ',
  ),
);
function languageOf(locale: string | null): string | null {
  const language = locale?.split('-')[0]?.toLowerCase() ?? '';
  const spoken = language === 'no' ? 'nb' : language;
  if (/^zh-(?:tw|hk)/i.test(locale ?? ''))
    return locale!.slice(0, 3) + locale!.slice(3).toUpperCase();
  return SPOKEN.has(spoken) ? spoken : null;
}
