/** What was bought here before; each leads to what became of it. */
import { placeName, useApp } from '../../app-state.ts';
import { Icon } from '../../ui/icon.tsx';

export function Purchases() {
  const app = useApp();
  const { words, dashboard } = app;
  if (dashboard.purchases.length === 0) return null;
  return (
    <section>
      <h2>{words.say('purchasesTitle')}</h2>
      <ul class="rows">
        {dashboard.purchases.map(({ id, iso3, amount, currency, created_at: at }) => (
          <li key={id}>
            <a href={app.href(`purchase/${id}`)}>
              <span>
                <bdi>{placeName(app, iso3)}</bdi>
              </span>
              <small>
                {words.money(amount, currency)} · {words.day(at)}
              </small>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
