/** The order before it is paid: all that the law and fairness want said, and one button. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { call, Refusal } from '../../data/api.ts';
import type { Offer, Offers, SoldPlace } from '../../types.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { goToPay } from '../../data/go-to-pay.ts';
import { offerSize } from './offer-size.ts';
import { PLATFORM } from './platform.ts';

type Checkout = { purchase_id: string; checkout_url: string };

type Props = { offer: Offer; place: SoldPlace; sold: Offers };

export function Confirm({ offer, place, sold }: Props) {
  const app = useApp();
  const { words } = app;
  const [consents, setConsents] = useState(!sold.consent_required);
  const [stage, setStage] = useState<'ask' | 'busy' | 'missing' | Refusal>('ask');
  // A second tap, or Back and again, finds the same checkout.
  const key = useRef(crypto.randomUUID());
  const price = words.money(offer.price, offer.currency);
  const heading = useArrival();
  const pay = async (): Promise<void> => {
    if (!consents) return setStage('missing');
    setStage('busy');
    try {
      const made = await call<Checkout>('POST', 'checkout', {
        body: {
          package_id: offer.package_id,
          return_to: `store/${place.iso3}`,
          consent: consents,
          currency: offer.currency,
          ...(app.host.isInApp ? { platform: PLATFORM[app.boot.device.platform] } : {}),
        },
        key: key.current,
      });
      goToPay(app, made.purchase_id, made.checkout_url);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) return app.endSession();
      setStage(error);
    }
  };
  return (
    <section class="card">
      <h2 ref={heading} tabIndex={-1}>
        {words.say('confirmTitle')}
      </h2>
      <Order offer={offer} place={place} sold={sold} />
      {sold.consent_required && (
        <label class="consent">
          <input
            type="checkbox"
            checked={consents}
            onChange={(event) => setConsents(event.currentTarget.checked)}
          />
          <span>{words.say('consent')}</span>
        </label>
      )}
      {stage === 'missing' && !consents && (
        <Notice tone="bad">{words.say('consentMissing')}</Notice>
      )}
      {stage instanceof Refusal && <Trouble problem={stage} />}
      <Button busy={stage === 'busy'} icon="bag" onClick={() => void pay()}>
        {stage === 'busy' ? words.say('paying') : words.say('pay', { price })}
      </Button>
    </section>
  );
}

/** The order takes the place of what was tapped: whoever hears the page is led there, too. */
function useArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}

/** Everything that has to be known before it is paid. */
function Order({ offer, place, sold }: Props) {
  const app = useApp();
  const { words } = app;
  return (
    <>
      <dl class="facts-list">
        <div>
          <dt>
            {offerSize(app, offer)} · {words.say('days', { days: offer.duration_in_days })}
          </dt>
          <dd>
            <bdi>{place.name}</bdi>
          </dd>
        </div>
        <div>
          <dt>{words.say('confirmPrice')}</dt>
          <dd>{words.money(offer.price, offer.currency)}</dd>
        </div>
      </dl>
      <p class="facts">{words.say('confirmSeller', { seller: sold.seller_name })}</p>
      {sold.tax_note !== null && <p class="facts">{sold.tax_note}</p>}
      {sold.terms_url !== null && (
        <p class="facts">
          <a href={sold.terms_url} target="_blank" rel="noopener noreferrer">
            {words.say('confirmTerms')}
          </a>
        </p>
      )}
    </>
  );
}
