/** Something to know, with its weight: quiet, good, bad. Said aloud when it appears. */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type Tone = 'quiet' | 'good' | 'bad';
const ICONS: Record<Tone, IconName> = { quiet: 'clock', good: 'check', bad: 'warn' };

export const Notice = (props: { tone: Tone; icon?: IconName; children: ComponentChildren }) => (
  <div class={`notice notice-${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
    <Icon name={props.icon ?? ICONS[props.tone]} />
    <p>{props.children}</p>
  </div>
);
