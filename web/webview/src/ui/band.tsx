/** The head of the first screen: whose it is. */
import type { ComponentChildren } from 'preact';
import type { Boot } from '../boot.ts';

type Props = { partner: Boot['partner']; children?: ComponentChildren };

export const Band = ({ partner: { name, logo }, children }: Props) => (
  <header class="band">
    <div class="column">
      {logo === null ? (
        <p class="name">
          <bdi>{name}</bdi>
        </p>
      ) : (
        <p class="logo">
          <img src={logo} alt={name} />
        </p>
      )}
      {children}
    </div>
  </header>
);
