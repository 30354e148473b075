/** An eSIM, as orders and `GET /sims` show it. */
import type { Sim } from './books.ts';
import { apnOf } from './catalog.ts';
import { stamp, type Fields } from './wire.ts';

const HOST = 'rsp.example.com';

export function showSim(sim: Sim): Fields {
  const qrcode = `LPA:1$${HOST}$${sim.matching_id}`;
  return {
    id: sim.id,
    created_at: stamp(sim.created_at),
    iccid: sim.iccid,
    lpa: HOST,
    imsis: null,
    matching_id: sim.matching_id,
    confirmation_code: sim.confirmation_code,
    qrcode,
    qrcode_url: `https://qr.example/${sim.id}`,
    direct_apple_installation_url: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${qrcode}`,
    airalo_code: null,
    apn_type: sim.operator.apn === null ? 'automatic' : 'manual',
    apn_value: sim.operator.apn,
    apn: apnOf(sim.operator),
    is_roaming: true,
    msisdn: null,
  };
}
