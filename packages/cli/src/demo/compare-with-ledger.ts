/**
 * Hubby's word against the telco's: every queue is exactly one order there, and the eSIM was made
 * once.
 */
import { dashboard, gigabytes, ledger, must, type Stage } from './stage.ts';

export async function compareWithLedger(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.title("Hubby's word against the telco's own ledger");
  const mine = await dashboard(stage);
  const { orders, calls, complete } = await ledger(stage);
  if (!complete)
    return screen.note('skipped: the ledger of this partner is too long for one answer');
  const { iccid, total_data } = mine.current_esim!;
  const onEsim = orders.filter(({ order }) => order.profile.iccid === iccid);
  const made = onEsim.filter(({ order }) => order.kind === 'create_esim').length;
  const packages = onEsim.filter(({ order }) => order.kind === 'add_package');
  const lost = mine.package_queues.filter((q) =>
    packages.every(({ order }) => order.reference !== q.uuid),
  ).length;
  const references = new Set(packages.map(({ order }) => order.reference));
  const doubled = packages.length - references.size;
  const silent = calls.filter((c) => references.has(c.reference) && c.fault !== null).length;
  screen.item(
    `Hubby   1 eSIM, ${mine.current_esim_packages.length} packages, ${gigabytes(total_data)} not expired`,
  );
  screen.item(
    `telco   ${made} eSIM, ${packages.length} packages, ${silent} answer${silent === 1 ? '' : 's'} withheld`,
  );
  must(
    made === 1 &&
      lost === 0 &&
      doubled === 0 &&
      packages.length === mine.current_esim_packages.length,
    `the two do not agree: ${made} eSIMs made, ${lost} packages lost, ${doubled} doubled`,
  );
  screen.done('they agree: 0 lost, 0 doubled');
}
