/** Whether a call is one too many within a second; `perSecond` null = none is. */
export function makePace(now: () => number): (perSecond: number | null) => boolean {
  let latest: number[] = [];
  return (perSecond) => {
    const at = now();
    latest = latest.filter((one) => at - one < 1_000);
    if (perSecond !== null && latest.length >= perSecond) return true;
    latest.push(at);
    return false;
  };
}
