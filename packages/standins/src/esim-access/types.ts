/** What the stand-in keeps. Money is in ten-thousandths of a US dollar, sizes are bytes. */

/** A row of its catalog, as it is sent. */
export type Package = {
  packageCode: string;
  slug: string;
  name: string;
  price: number;
  currencyCode: string;
  retailPrice: number;
  volume: number;
  duration: number;
  durationUnit: string;
  unusedValidTime: number;
  /** 1 from installation, 2 from first use */
  activeType: number;
  /** 1 a whole amount, 2 one per day */
  dataType: number;
  smsStatus: number;
  speed: string;
  ipExport: string;
  /** 2 can be topped up, 1 cannot, 3 day passes only */
  supportTopUpType: number;
  fupPolicy: string;
  favorite: boolean;
  location: string;
  locationCode: string;
  description: string;
  locationNetworkList: unknown[];
};

export type EsimStatus =
  | 'GOT_RESOURCE'
  | 'IN_USE'
  | 'USED_UP'
  | 'UNUSED_EXPIRED'
  | 'USED_EXPIRED'
  | 'CANCEL'
  | 'REVOKED'
  | 'SUSPENDED';
export type SmdpStatus =
  'RELEASED' | 'DOWNLOAD' | 'INSTALLATION' | 'ENABLED' | 'DISABLED' | 'DELETED';

/** Instants are milliseconds since the epoch, null = not yet. */
export type Esim = {
  esimTranNo: string;
  order: Order;
  iccid: string;
  imsi: string;
  matchingId: string;
  smdpStatus: SmdpStatus;
  esimStatus: EsimStatus;
  /** what it was before it was suspended */
  suspendedFrom: EsimStatus | null;
  totalVolume: number;
  orderUsage: number;
  totalDuration: number;
  activatedAt: number | null;
  installedAt: number | null;
  expiresAt: number;
  packages: { of: Package; createdAt: number }[];
  price: number;
};

export type Item = { of: Package; count: number; periodNum: number };

export type Order = {
  orderNo: string;
  transactionId: string;
  createdAt: number;
  state: 'allocating' | 'done' | 'failed';
  items: Item[];
  price: number;
  esims: Esim[];
};

export type TopUp = {
  transactionId: string;
  esimTranNo: string;
  packageCode: string;
  createdAt: number;
  price: number;
  /** what was answered, and is again under the same id */
  answer: Record<string, unknown>;
};

export type Notification = {
  notifyType: string;
  notifyId?: string;
  eventGenerateTime?: string;
  content: Record<string, unknown>;
};

export type Body = Record<string, unknown>;
/** What a call comes to: an object, or an error's code. */
export type Outcome = { obj: unknown } | { code: Code };

export type Code = keyof typeof TEXTS;
export const TEXTS = {
  '000001': 'Server error',
  '000101': 'Request header missing',
  '000102': 'Request header format error',
  '000103': 'Request method not supported',
  '000104': 'Request JSON format error',
  '000105': 'Mandatory parameter missing',
  '000106': 'Mandatory parameter is null',
  '000107': 'Parameter length or range error',
  '101001': 'Request has expired',
  '101002': 'IP address is not allowed',
  '101003': 'Signature does not match',
  '200002': 'Operation is not allowed in this status',
  '200005': 'Package price error',
  '200006': 'Order total amount error',
  '200007': 'Insufficient account balance',
  '200008': 'Order parameter error',
  '200009': 'Order status abnormal',
  '200010': 'Profile is being downloaded for the order',
  '200011': 'Insufficient available profiles for the order',
  '310211': 'Location code does not exist',
  '310241': 'Package code does not exist',
  '310272': 'Order number does not exist',
  '310403': 'ICCID is not in the order',
  '900001': 'System is busy, please try again later',
} as const;
