/** How much is left, as a ring that empties; the number stands in the middle of it. */
const R = 52;
const LENGTH = 2 * Math.PI * R;

type Props = {
  /** 0 to 1 */
  left: number;
  tone: 'good' | 'low' | 'over';
  /** what the ring says in words */
  label: string;
  figure: string;
  caption: string;
};

export const Ring = ({ left, tone, label, figure, caption }: Props) => (
  <div
    class={`ring ring-${tone}`}
    role="meter"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(left * 100)}
    aria-valuetext={`${figure} ${caption}`}
  >
    <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
      <circle class="ring-back" cx="60" cy="60" r={R} />
      {left > 0 && (
        <circle
          class="ring-left"
          cx="60"
          cy="60"
          r={R}
          stroke-dasharray={`${LENGTH * left} ${LENGTH}`}
        />
      )}
    </svg>
    <p aria-hidden="true">
      <strong>{figure}</strong>
      <span>{caption}</span>
    </p>
  </div>
);
