/** Whether an article may go onto an eSIM. */
import type { TemplateOrder } from '../provider.ts';
import type { AccessClient } from './client.ts';
import type { Life } from './map.ts';
import { queryEsims } from './query.ts';
import { fittingTopUp } from './top-up.ts';

/** Not after its end, nor while it is suspended. */
const TAKES_MORE: ReadonlySet<Life> = new Set<Life>(['new', 'in_use', 'used_up']);

export async function canAdd(
  client: AccessClient,
  {
    iccid,
    esim_id: esimTranNo,
    template,
  }: { iccid: string; esim_id: string | null; template: TemplateOrder },
): Promise<boolean> {
  if (esimTranNo === null) return false;
  const esims = await queryEsims(client, { esimTranNo });
  const esim = esims.find((one) => one.esimTranNo === esimTranNo);
  if (esim === undefined || !TAKES_MORE.has(esim.life)) return false;
  return (await fittingTopUp(client, iccid, template)) !== null;
}
