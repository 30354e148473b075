/** Hubby's word against the supplier's own books. */
import type { Shop } from './shop.ts';
import { dashboard, must, type Stage } from './stage.ts';

export async function compareWithSupplier(
  stage: Stage,
  { supplier }: Shop,
  iccid: string,
): Promise<void> {
  const { screen } = stage;
  screen.title(`Hubby's word against the books of ${supplier.kind}`);
  const { package_queues: queues } = await dashboard(stage);
  const sold = supplier.desk.sold().filter(({ isLive }) => isLive);
  for (const { kind, reference, article } of sold)
    screen.item(`${kind.padEnd(8)} ${article ?? 'no package'.padEnd(12)}  ${reference ?? ''}`);
  const packages = sold.filter(({ article }) => article !== null);
  const lost = queues.filter(({ uuid }) => packages.every(({ reference }) => reference !== uuid));
  must(
    lost.length === 0 && packages.length === queues.length,
    `${queues.length} packages were redeemed, ${packages.length} were bought`,
  );
  must(
    sold.every((one) => one.iccid === iccid),
    'something was bought for another eSIM',
  );
  screen.done(`they agree: 1 eSIM, ${packages.length} packages, each bought once`);
}
