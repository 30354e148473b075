/** The one big next step, and quieter ones beside it. A busy one says so and takes no second tap. */
import type { ComponentChildren } from 'preact';
import { useApp } from '../app-state.ts';
import { Icon, type IconName } from './icon.tsx';

type Look = { quiet?: boolean; icon?: IconName; children: ComponentChildren };

const classOf = ({ quiet }: Look): string => (quiet === true ? 'button quiet' : 'button');

export function Button(
  props: Look & {
    busy?: boolean;
    onClick?: () => void;
    type?: 'button' | 'submit';
    disabled?: boolean;
  },
) {
  const { busy = false, onClick, type = 'button', icon, children, disabled = false } = props;
  return (
    <button
      class={classOf(props)}
      type={type}
      disabled={disabled}
      aria-disabled={busy}
      aria-busy={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** To a screen of ours. */
export function Go({ to, ...look }: Look & { to: string }) {
  const app = useApp();
  return (
    <a class={classOf(look)} href={app.href(to)}>
      {look.icon && <Icon name={look.icon} />}
      <span>{look.children}</span>
    </a>
  );
}
