/** Where to: a list that a few letters make short. */
import { useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import type { Offers } from '../../types.ts';
import { Icon } from '../../ui/icon.tsx';
import { Purchases } from './purchases.tsx';

/** As people type it: without accents, in any case. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

export function Destinations({ sold }: { sold: Offers }) {
  const app = useApp();
  const { words } = app;
  const [text, setText] = useState('');
  const wanted = plain(text.trim());
  const shown = sold.destinations.filter(({ name, iso3 }) =>
    plain(`${name} ${iso3}`).includes(wanted),
  );
  return (
    <>
      <label class="field">
        <span>{words.say('storeWhere')}</span>
        <input
          type="search"
          value={text}
          placeholder={words.say('storeSearch')}
          autocomplete="off"
          maxLength={60}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {shown.length === 0 ? (
        <p class="facts" role="status">
          {words.say('storeNothing', { text: text.trim() })}
        </p>
      ) : (
        <ul class="rows">
          {shown.map(({ iso3, name, from_price: price }) => (
            <li key={iso3}>
              <a href={app.href(`store/${iso3}`)}>
                <span>
                  <bdi>{name}</bdi>
                </span>
                <small>{words.money(price, sold.currency)}</small>
                <Icon name="next" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <Purchases />
    </>
  );
}
