/** How much is left, as a bar, where a ring would be too much. */
export const Bar = ({ left, label }: { left: number; label: string }) => (
  <div
    class="meter"
    role="meter"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(left * 100)}
  >
    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="meter-back" width="100" height="4" />
      <rect class="meter-left" width={left * 100} height="4" />
    </svg>
  </div>
);
