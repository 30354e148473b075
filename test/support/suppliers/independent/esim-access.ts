/**
 * eSIM Access as its reference has it, written without a look at the stand-in. `loose`: wherever the
 * page allows two forms, the other one.
 */
import { createHmac } from 'node:crypto';
import { bodyOf, digits, HTML, makeTrouble, serve, type Answered, type Asked } from './serve.ts';

const KEYS = { accessCode: '11111', secretKey: '1111' };
const GB = 1_073_741_824;

type Esim = {
  esimTranNo: string;
  orderNo: string;
  transactionId: string;
  iccid: string;
  used: number;
  total: number;
  state: string;
  at: number;
  allocated: boolean;
  packages: { code: string; at: number }[];
};

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+0000`;

/** `isQuick`: profiles are there at once. */
export async function startEsimAccess({ loose = false, isQuick = false } = {}) {
  const trouble = makeTrouble();
  const esims: Esim[] = [];
  const topUps = new Map<string, Esim>();
  const own = digits();
  let ids = 0;

  const said = (obj?: unknown): Answered => ({
    body: loose
      ? { success: 'true', errorCode: null, errorMessage: null, obj }
      : { success: true, errorCode: '0', errorMsg: null, obj },
  });
  const no = (errorCode: string): Answered => ({
    body: loose
      ? { success: 'false', errorCode, errorMessage: 'no', obj: null }
      : { success: false, errorCode, errorMsg: 'no' },
  });

  function place(asked: Asked): Answered {
    const { transactionId, packageInfoList } = bodyOf(asked);
    const [{ packageCode, count }] = packageInfoList;
    let esim = esims.find((one) => one.transactionId === transactionId);
    if (packageCode !== 'PHES1' || count !== 1) return no('310241');
    if (esim === undefined) {
      const no = String(++ids).padStart(6, '0');
      esim = {
        esimTranNo: `26112812${no}`,
        orderNo: `B26112812${no}`,
        transactionId,
        iccid: `89852000${own}${no}`,
        used: 0,
        total: GB,
        state: 'GOT_RESOURCE',
        at: Date.now(),
        allocated: isQuick,
        packages: [{ code: 'PHES1', at: Date.now() }],
      };
      esims.push(esim);
    }
    return said({ orderNo: esim.orderNo, ...(loose ? {} : { transactionId }) });
  }

  const shown = (esim: Esim) => ({
    esimTranNo: esim.esimTranNo,
    orderNo: esim.orderNo,
    transactionId: esim.transactionId,
    iccid: esim.iccid,
    imsi: loose ? 'n/a' : '454000000000001',
    msisdn: '',
    ac: loose ? ' lpa:1$rsp.example.com$K2AB12CD' : 'LPA:1$rsp.example.com$K2AB12CD',
    qrCodeUrl: 'https://p.example.com/x.png',
    shortUrl: 'https://p.example.com/x',
    smdpStatus: esim.used > 0 ? 'ENABLED' : 'RELEASED',
    esimStatus: esim.state,
    eid: '',
    dataType: 1,
    activeType: 2,
    smsStatus: 0,
    totalVolume: esim.total,
    orderUsage: esim.used,
    totalDuration: 7,
    durationUnit: 'DAY',
    activateTime: esim.used > 0 ? time(esim.at) : null,
    installationTime: null,
    expiredTime: '2027-05-27T12:00:00+0000',
    pin: '',
    puk: '',
    apn: loose ? 'drei.at or internet' : 'internet',
    packageList: esim.packages.map(({ code, at }) => ({
      packageName: 'Spain 1GB 7Days',
      packageCode: code,
      slug: 'ES_1_7',
      duration: 7,
      volume: GB,
      locationCode: 'ES',
      createTime: time(at),
    })),
  });

  function query(asked: Asked): Answered {
    const { orderNo, esimTranNo, iccid, startTime, endTime, pager } = bodyOf(asked);
    if (!(pager?.pageSize >= 5 && pager.pageSize <= 500 && pager.pageNum >= 1)) return no('000107');
    const found = esims.filter((one) => {
      if (orderNo) return one.orderNo === orderNo;
      if (esimTranNo) return one.esimTranNo === esimTranNo;
      if (iccid) return one.iccid === iccid;
      return time(one.at) >= startTime && time(one.at) <= endTime;
    });
    if (found.length === 0 && loose && startTime === undefined) return no('310272');
    const waiting = orderNo && found.some((one) => !one.allocated);
    if (waiting) return no('200010');
    const { pageSize, pageNum } = pager;
    const page = found.slice((pageNum - 1) * pageSize, pageNum * pageSize);
    return said({ esimList: page.map(shown), pager: { pageSize, pageNum, total: found.length } });
  }

  function topUp(asked: Asked): Answered {
    const { esimTranNo, packageCode, transactionId } = bodyOf(asked);
    const esim = esims.find((one) => one.esimTranNo === esimTranNo);
    if (esim === undefined) return no('310403');
    if (packageCode !== 'TOPUP_PHES1') return no('310241');
    if (!topUps.has(transactionId)) {
      topUps.set(transactionId, esim);
      esim.total += GB;
      esim.packages.push({ code: packageCode, at: Date.now() });
    }
    return said({
      transactionId,
      iccid: esim.iccid,
      expiredTime: '2027-05-27T12:00:00+0000',
      totalVolume: esim.total,
      totalDuration: 14,
      orderUsage: esim.used,
    });
  }

  function cancel(asked: Asked): Answered {
    const esim = esims.find((one) => one.esimTranNo === bodyOf(asked)['esimTranNo']);
    if (esim === undefined) return no('310403');
    if (esim.state !== 'GOT_RESOURCE' || esim.used > 0) return no('200002');
    esim.state = 'CANCEL';
    // What an answer without anything to tell holds the page does not say.
    return loose ? said(null) : said();
  }

  function list(asked: Asked): Answered {
    const { type, locationCode } = bodyOf(asked);
    const all = packages(loose).filter((one) => !locationCode || one.location === locationCode);
    const topUp = { ...all[0], packageCode: 'TOPUP_PHES1', slug: 'ES_1_7' };
    return said({ packageList: type === 'TOPUP' ? [topUp] : all });
  }

  function answer(asked: Asked): Answered {
    const refusal = checkSignature(asked);
    if (refusal !== null) return no(refusal);
    switch (asked.route) {
      case 'POST /esim/order':
        return trouble.around(
          () => place(asked),
          () => no('200011'),
          loose ? no('900001') : { status: 502, body: HTML },
        );
      case 'POST /esim/query':
        return query(asked);
      case 'POST /esim/topup':
        return topUp(asked);
      case 'POST /esim/cancel':
        return cancel(asked);
      case 'POST /package/list':
        return list(asked);
      case 'POST /balance/query':
        return said({ balance: 1_234_567 });
      default:
        return { status: 404, body: HTML };
    }
  }

  const esimOf = (iccid: string): Esim => esims.find((one) => one.iccid === iccid)!;
  return {
    ...(await serve('/api/v1/open', answer)),
    keys: KEYS,
    breakNext: trouble.breakNext,
    allocate: () => esims.forEach((one) => (one.allocated = true)),
    countAll: (): number => esims.length + topUps.size,
    count: (reference: string): number =>
      esims.filter((one) => one.transactionId === reference).length +
      (topUps.has(reference) ? 1 : 0),
    use(iccid: string, bytes: number): void {
      esimOf(iccid).used += bytes;
      esimOf(iccid).state = 'IN_USE';
    },
    /** `loose`: as older ones came, without an id, and with the number of the eSIM behind ours. */
    smdpEvent(iccid: string) {
      const { orderNo, esimTranNo, transactionId } = esimOf(iccid);
      const content = {
        eid: '',
        iccid,
        esimStatus: 'GOT_RESOURCE',
        smdpStatus: 'DOWNLOAD',
        orderNo,
        esimTranNo,
        transactionId: `${transactionId}-1-1`,
      };
      const newer = { notifyId: 'n-1', eventGenerateTime: '2026-11-28T12:00:10Z' };
      return {
        headers: {},
        body: JSON.stringify({ notifyType: 'SMDP_EVENT', ...(loose ? {} : newer), content }),
      };
    },
  };
}

/** The code of the refusal, null = as it should be. */
function checkSignature({ headers, text }: Asked): string | null {
  const [code, id, at] = ['rt-accesscode', 'rt-requestid', 'rt-timestamp'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string];
  if (!code || !id || !at) return '000101';
  if (!(Math.abs(Date.now() - Number(at)) < 300_000)) return '101001';
  const right = createHmac('sha256', KEYS.secretKey)
    .update(at + id + KEYS.accessCode + text)
    .digest('hex');
  return code === KEYS.accessCode && headers['rt-signature'] === right ? null : '101003';
}

const packages = (loose: boolean) => {
  const spain = {
    packageCode: 'PHES1',
    slug: 'ES_1_7',
    name: 'Spain 1GB 7Days',
    price: 9_000,
    currencyCode: 'USD',
    retailPrice: 18_000,
    volume: GB,
    duration: 7,
    durationUnit: 'DAY',
    unusedValidTime: 180,
    activeType: 2,
    dataType: 1,
    smsStatus: 0,
    speed: '4G/5G',
    ipExport: 'UK',
    supportTopUpType: 2,
    fupPolicy: '',
    favorite: true,
    location: 'ES',
    locationCode: 'ES',
    description: 'x',
    locationNetworkList: [
      {
        locationName: 'Spain',
        locationLogo: '/x.png',
        operatorList: [{ operatorName: 'Uno', networkType: '5G' }],
      },
    ],
  };
  return [
    spain,
    {
      ...spain,
      packageCode: 'PHXK',
      slug: 'XK-2_1_Daily',
      dataType: 2,
      duration: 1,
      price: 25_001,
      location: loose ? 'XK, fr' : 'XK,FR',
      locationCode: '!RG',
      fupPolicy: loose ? '512 Kbps' : '1 Mbps',
      supportTopUpType: 3,
    },
    { ...spain, packageCode: 'ODD', dataType: 4 },
  ];
};
