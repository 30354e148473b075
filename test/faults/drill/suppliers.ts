/** The suppliers of a drill: several accounts of each kind, each at a stand-in of its own. */
import {
  STAND_INS,
  startSmdpWithPlans,
  type StandIn,
} from '../../../packages/standins/src/index.ts';

export const KINDS = Object.keys(STAND_INS);

export type Supplier = {
  kind: string;
  /** of the account */
  name: string;
  standIn: StandIn;
  /** profiles that the operator imports, none where the supplier has its own */
  stock: readonly string[];
  /** An SM-DP+ that chooses profiles: what an answer that was lost has taken, nobody finds. */
  choosesProfiles: boolean;
};

/**
 * `stock`: as many profiles as may be needed. Of the accounts at an SM-DP+ every other one has no
 * stock list, and asks for profiles by their type.
 */
export async function startSupplier(kind: string, nth: number, stock: number): Promise<Supplier> {
  const name = `${kind}-${nth}`;
  if (kind !== 'es2plus') {
    const standIn = await STAND_INS[kind]!(0);
    return { kind, name, standIn, stock: [], choosesProfiles: false };
  }
  const choosesProfiles = nth % 2 === 0;
  const standIn = await startSmdpWithPlans({
    orderBy: choosesProfiles ? 'profile_type' : 'iccid',
  });
  const iccids = Array.from(
    { length: stock },
    (_, i) => `8944${String(nth).padStart(3, '0')}${String(i).padStart(12, '0')}`,
  );
  standIn.addStock(iccids);
  return { kind, name, standIn, stock: choosesProfiles ? [] : iccids, choosesProfiles };
}

export const bundleOf = (kind: string): string => `pkg_drill_${kind.replace('-', '_')}`;

/** A bundle of each kind, with a source at each of its accounts. */
export function catalogOf(suppliers: readonly Supplier[]): string {
  const columns =
    'bundle_id,destination,type,size,duration_in_days,label,esim_types,traffic_policy,throttling,b2b_price,b2c_price,currency,priority,is_active,template_id,provider,coverage,imsi,cost,activation_window_days,topup_template_id';
  const lines = suppliers.map(({ kind, name, standIn: { article, topup } }) =>
    [
      `${bundleOf(kind)},ES,data-limited,1GB,7,1 GB of ${kind},universal,,,4,5,USD,100,true`,
      `${article},${name},ESP,,3,365,${topup ?? ''}`,
    ].join(','),
  );
  return [columns, ...lines].join('\n');
}
