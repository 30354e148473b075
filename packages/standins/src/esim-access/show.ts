/** What the stand-in keeps, as it is sent. */
import type { Esim } from './types.ts';

/** `2026-11-28T12:00:00+0000`, or as newer parts of the interface write it, with a `Z`. */
export const showTime = (at: number, isZulu = false): string =>
  new Date(at).toISOString().slice(0, 19) + (isZulu ? 'Z' : '+0000');

export function showEsim(esim: Esim, isZulu: boolean): Record<string, unknown> {
  const time = (at: number | null): string | null => (at === null ? null : showTime(at, isZulu));
  const of = esim.packages[0]!.of;
  return {
    ...idsOf(esim),
    imsi: esim.imsi,
    msisdn: '',
    ac: `LPA:1$rsp.example.com$${esim.matchingId}`,
    qrCodeUrl: `https://p.example.com/${esim.esimTranNo}.png`,
    shortUrl: `https://p.example.com/${esim.esimTranNo}`,
    smdpStatus: esim.smdpStatus,
    esimStatus: esim.esimStatus,
    eid: '',
    dataType: of.dataType,
    activeType: of.activeType,
    smsStatus: of.smsStatus,
    totalVolume: esim.totalVolume,
    orderUsage: esim.orderUsage,
    totalDuration: esim.totalDuration,
    durationUnit: 'DAY',
    activateTime: time(esim.activatedAt),
    installationTime: time(esim.installedAt),
    expiredTime: time(esim.expiresAt),
    pin: '',
    puk: '',
    apn: 'internet',
    packageList: esim.packages.map(({ of: one, createdAt }) => ({
      packageName: one.name,
      packageCode: one.packageCode,
      slug: one.slug,
      duration: one.duration,
      volume: one.volume,
      locationCode: one.locationCode,
      createTime: time(createdAt),
    })),
  };
}

export const idsOf = ({ esimTranNo, order, iccid }: Esim) => ({
  esimTranNo,
  orderNo: order.orderNo,
  transactionId: order.transactionId,
  iccid,
});
