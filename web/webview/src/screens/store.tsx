/** Buying data: where to, how much, what it costs in all, and then the payment page. */
import { useState } from 'preact/hooks';
import { placeName, useApp } from '../app-state.ts';
import { call } from '../data/api.ts';
import type { Offers, Offer } from '../types.ts';
import { useResource } from '../data/use-resource.ts';
import { Button, Go } from '../ui/button.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Confirm } from './store/confirm.tsx';
import { Destinations } from './store/destinations.tsx';
import { offerSize } from './store/offer-size.ts';
import { PLATFORM } from './store/platform.ts';

export function Store({ id }: { id?: string }) {
  const app = useApp();
  const { words, boot } = app;
  const asked = new URLSearchParams({
    ...(app.host.isInApp ? { platform: PLATFORM[boot.device.platform] } : {}),
    ...(id === undefined ? {} : { iso3: id }),
  });
  const { value, problem, again } = useResource(`store ${id}`, () =>
    call<Offers>('GET', `store?${asked}`),
  );
  return (
    <Screen title={words.say('storeTitle')}>
      {value === null && problem === null && <Skeleton />}
      {value === null && problem !== null && <Trouble problem={problem} again={again} />}
      {value !== null && id === undefined && <Destinations sold={value} />}
      {value !== null && id !== undefined && <Choose key={id} iso3={id} sold={value} />}
    </Screen>
  );
}

function Choose({ iso3, sold }: { iso3: string; sold: Offers }) {
  const app = useApp();
  const { words } = app;
  const [chosen, choose] = useState<Offer | null>(null);
  const place = sold.destinations.find((one) => one.iso3 === iso3);
  if (place === undefined)
    return (
      <section class="card hero">
        <h2>{words.say('storeNoneHere', { place: placeName(app, iso3) })}</h2>
        <Go to="store">{words.say('storeOther')}</Go>
      </section>
    );
  return (
    <>
      <section>
        <h2>
          <bdi>{place.name}</bdi>
        </h2>
        {chosen === null && (
          <ul class="offers">
            {place.offers.map((offer) => (
              <li key={offer.package_id}>
                <button class="offer" type="button" onClick={() => choose(offer)}>
                  <span>
                    <strong>{offerSize(app, offer)}</strong>
                    {words.say('days', { days: offer.duration_in_days })}
                  </span>
                  <span class="price">{words.money(offer.price, offer.currency)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
      {chosen !== null && (
        <>
          <Confirm key={chosen.package_id} offer={chosen} place={place} sold={sold} />
          <Button quiet onClick={() => choose(null)}>
            {words.say('storeChange')}
          </Button>
        </>
      )}
      <Go quiet to="store">
        {words.say('storeOther')}
      </Go>
    </>
  );
}
