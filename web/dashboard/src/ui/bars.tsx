/** Days beside each other as bars: what each one was is its title, what all were is said. */
import { cn } from './cn.ts';

export type Bar = {
  name: string;
  /** what is said of it */
  text: string;
  /** of the highest, 0 to 1, from below: one part upon the other */
  parts: readonly { share: number; tone: Tone }[];
};
type Tone = 'accent' | 'good' | 'warn' | 'danger' | 'none';

const FILLS: Record<Tone, string> = {
  accent: 'fill-(--accent)',
  good: 'fill-(--good)',
  warn: 'fill-(--warn)',
  danger: 'fill-(--danger)',
  none: 'fill-(--line)',
};
const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

export const Bars = ({
  label,
  bars,
  className,
}: {
  label: string;
  bars: readonly Bar[];
  className?: string;
}) => (
  <svg
    role="img"
    aria-label={label}
    viewBox={`0 0 ${Math.max(bars.length, 1) * STEP} ${HEIGHT}`}
    preserveAspectRatio="none"
    className={cn('block w-full', className)}
  >
    {bars.map(({ name, text, parts }, at) => (
      <g key={name}>
        <title>{text}</title>
        <rect x={at * STEP} y={0} width={STEP} height={HEIGHT} className="fill-transparent" />
        {parts.map(({ share, tone }, nth) => {
          const below = parts.slice(0, nth).reduce((sum, part) => sum + part.share, 0);
          return (
            <rect
              key={tone}
              x={at * STEP + GAP / 2}
              y={HEIGHT * (1 - below - share)}
              width={STEP - GAP}
              height={HEIGHT * share}
              className={FILLS[tone]}
            />
          );
        })}
      </g>
    ))}
  </svg>
);
