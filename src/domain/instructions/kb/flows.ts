/**
 * The knowledge base apart from its words: where menus are on which device, and which steps lead
 * where.
 */
import type { Device } from '../device.ts';
import type { Menus, StepTexts } from './en.ts';

/**
 * A menu with a name in every language, or one that is known in English only; `sure`: seen in the
 * maker's own guide.
 */
export type Token = keyof Menus | { name: string; sure?: boolean };
export type Method = 'direct' | 'link' | 'qr' | 'manual' | 'none';
export const STATES = ['no_esim', 'not_installed', 'installed_off', 'enabled', 'removed'] as const;
export type State = (typeof STATES)[number];
export const SYMPTOMS = [
  'no_data',
  'slow',
  'cannot_install',
  'qr_invalid',
  'already_used',
  'roaming_off',
  'apn',
  'wrong_line',
  'removed',
  'other',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

type TextKey = keyof StepTexts;
/** `id` is unique in a flow; `menus` fills {path}, `toggle` {toggle}. */
export type FlowStep = { id: string; text: TextKey; menus?: readonly Token[]; toggle?: Token };

/** Ways through the settings; null where the device has no such thing. */
type Ways = {
  add: readonly Token[];
  scan: Token | null;
  manual: Token | null;
  lines: readonly Token[];
  data: readonly Token[];
  roaming: { menus: readonly Token[]; toggle: Token };
  apn: { menus: readonly Token[]; toggle: Token };
};

const apple = (device: Device): Ways => {
  // In the settings of an iPad the menu and its entries have other names, which Apple has changed
  // often.
  if (device.platform === 'ipados') {
    const lines: Token[] = ['iosSettings', { name: 'Cellular Data' }];
    return {
      add: [...lines, 'iosAddEsim'],
      scan: 'iosUseQr',
      manual: 'iosManual',
      lines,
      data: lines,
      roaming: { menus: lines, toggle: 'iosRoaming' },
      apn: { menus: lines, toggle: { name: 'APN Settings' } },
    };
  }
  const lines: Token[] = ['iosSettings', 'iosCellular'];
  const add: Token =
    device.major !== null && device.major < 16 ? { name: 'Add Cellular Plan' } : 'iosAddEsim';
  return {
    add: [...lines, add],
    scan: 'iosUseQr',
    manual: 'iosManual',
    lines,
    data: [...lines, 'iosData'],
    roaming: { menus: lines, toggle: 'iosRoaming' },
    apn: { menus: lines, toggle: { name: 'Cellular Data Network' } },
  };
};

const samsung: Ways = (() => {
  const manager: Token[] = ['androidSettings', 'samsungConnections', 'samsungSimManager'];
  const networks: Token[] = ['androidSettings', 'samsungConnections', 'samsungNetworks'];
  return {
    add: [...manager, 'samsungAddEsim'],
    scan: null,
    manual: null,
    lines: manager,
    data: [...manager, 'samsungData'],
    roaming: { menus: networks, toggle: 'samsungRoaming' },
    apn: { menus: networks, toggle: { name: 'Access Point Names', sure: true } },
  };
})();

/**
 * Android as Google ships it; Motorola and Sony keep its menus. Before 12 the SIMs had no menu of
 * their own.
 */
const stock = (device: Device): Ways => {
  const isOld = device.major !== null && device.major < 12;
  const lines: Token[] = [
    'androidSettings',
    'androidNetwork',
    isOld ? { name: 'Mobile network' } : 'androidSims',
  ];
  return {
    add: [...lines, isOld ? { name: 'Add more' } : 'androidAddSim'],
    scan: null,
    manual: null,
    lines,
    data: lines,
    roaming: { menus: lines, toggle: 'androidRoaming' },
    apn: { menus: lines, toggle: 'androidApn' },
  };
};

/** Skins whose menus we know in English only. */
const skin = (menu: Token[], add: Token): Ways => {
  const lines: Token[] = ['androidSettings', ...menu];
  return {
    add: [...lines, add],
    scan: null,
    manual: null,
    lines,
    data: lines,
    roaming: { menus: lines, toggle: { name: 'Data roaming' } },
    apn: { menus: lines, toggle: { name: 'Access Point Names' } },
  };
};
const huawei: Token[] = [
  { name: 'Mobile network', sure: true },
  { name: 'SIM management', sure: true },
];

const windows: Ways = (() => {
  const lines: Token[] = [
    'androidSettings',
    { name: 'Network & internet', sure: true },
    { name: 'Cellular', sure: true },
  ];
  return {
    add: [...lines, { name: 'eSIM profiles', sure: true }, { name: 'Add profile' }],
    scan: null,
    manual: null,
    lines,
    data: lines,
    roaming: { menus: lines, toggle: { name: 'Data roaming options' } },
    apn: { menus: lines, toggle: { name: 'Add an APN' } },
  };
})();

/** null: nothing is installed on such a device by itself. */
function waysOf(device: Device): Ways | null {
  if (device.platform === 'ios' || device.platform === 'ipados') return apple(device);
  if (device.platform === 'windows') return windows;
  if (device.platform !== 'android') return null;
  switch (device.vendor) {
    case 'samsung':
      return samsung;
    case 'xiaomi':
      return skin([{ name: 'Mobile networks' }], { name: 'Add eSIM' });
    case 'oppo':
      return skin([{ name: 'Mobile network' }, { name: 'Manage eSIM' }], { name: 'Add eSIM' });
    case 'huawei':
    case 'honor':
      return skin(huawei, { name: 'SIM 2', sure: true });
    default:
      return stock(device);
  }
}

const atLeast = (device: Device, major: number, minor = 0): boolean =>
  device.major === null ||
  device.major > major ||
  (device.major === major && device.minor >= minor);

/**
 * How an eSIM gets onto the device: iOS takes Apple's link from 17.4 on, Android Google's from 10
 * on where Google's services are; a laptop has no camera at hand.
 */
export function methodOf(device: Device): Method {
  switch (device.platform) {
    case 'ios':
    case 'ipados':
      return atLeast(device, 17, 4) ? 'direct' : 'qr';
    case 'android':
      return device.vendor !== 'huawei' && atLeast(device, 10) ? 'link' : 'qr';
    case 'windows':
      return 'manual';
    default:
      return 'qr';
  }
}

const plain = (text: TextKey): FlowStep => ({ id: text, text });

/**
 * The parts that flows are made of, for one device; an empty list where the device has no such
 * menu.
 */
function partsOf(device: Device) {
  const ways = waysOf(device);
  if (ways === null) return null;
  const isAndroid = device.platform === 'android';
  const add: FlowStep = { id: 'open_add', text: 'open', menus: ways.add };
  const ask: FlowStep[] = isAndroid ? [plain('chooseEsim')] : [];
  const chosen = (id: string, token: Token | null): FlowStep[] =>
    token === null ? [] : [{ id, text: 'choose', menus: [token] }];
  return {
    tap: [
      plain('tapInstall'),
      plain('confirm'),
      { id: 'otherWay', text: 'otherWay', menus: ways.add } as FlowStep,
    ],
    scan: [add, ...ask, ...chosen('choose_scan', ways.scan), plain('scan'), plain('confirm')],
    type: [
      add,
      ...ask,
      ...chosen('choose_scan', ways.scan),
      ...chosen('choose_manual', ways.manual),
      ...(ways.manual === null ? [plain('chooseEnter')] : []),
      plain('enter'),
      plain('confirm'),
    ],
    turnOn: [{ id: 'turnOn', text: 'turnOn', menus: ways.lines } as FlowStep],
    data: [{ id: 'useForData', text: 'useForData', menus: ways.data } as FlowStep],
    roaming: [
      {
        id: 'roamingOn',
        text: 'roamingOn',
        menus: ways.roaming.menus,
        toggle: ways.roaming.toggle,
      } as FlowStep,
    ],
    apn: [{ id: 'apn', text: 'apn', menus: ways.apn.menus, toggle: ways.apn.toggle } as FlowStep],
    codeOnce: [{ id: 'codeOnce', text: 'codeOnce', menus: ways.lines } as FlowStep],
  };
}

const texts = (...keys: TextKey[]): FlowStep[] => keys.map(plain);

export function flowOf(device: Device, state: State, method: Method): FlowStep[] {
  const p = partsOf(device);
  if (state === 'removed') return texts('removed', 'askNew');
  if (p === null)
    return texts('otherDevice', ...(state === 'no_esim' ? ['waitForEsim' as const] : []), 'help');
  const use = [...p.data, ...p.roaming, ...texts('homeRoamingOff')];
  switch (state) {
    case 'no_esim':
      return [
        ...texts('checkEid', 'checkUnlocked', 'waitForEsim', 'wifi'),
        ...p.roaming,
        ...texts('arrive', 'keepEsim', 'help'),
      ];
    case 'not_installed': {
      const way =
        method === 'direct' || method === 'link' ? p.tap : method === 'manual' ? p.type : p.scan;
      return [
        ...texts('wifi'),
        ...way,
        ...texts('nameLine', 'keepLine'),
        ...use,
        ...texts('arrive', 'keepEsim', 'help'),
      ];
    }
    case 'installed_off':
      return [...p.turnOn, ...use, ...texts('arrive', 'keepEsim', 'help')];
    case 'enabled':
      return [...use, ...texts('checkData', 'flightMode', 'restart', 'keepEsim', 'help')];
  }
}

export function flowOfSymptom(device: Device, symptom: Symptom): FlowStep[] {
  const p = partsOf(device);
  if (symptom === 'removed') return texts('removed', 'askNew');
  if (p === null) return texts('otherDevice', 'help');
  switch (symptom) {
    case 'no_data':
      return [
        ...texts('checkData'),
        ...p.turnOn,
        ...p.data,
        ...p.roaming,
        ...texts('flightMode', 'network', 'restart'),
        ...p.apn,
        ...texts('help'),
      ];
    case 'slow':
      return texts('checkData', 'coverage', 'saver', 'flightMode', 'network', 'help');
    case 'cannot_install':
      return [
        ...texts('wifi', 'checkEid', 'checkUnlocked', 'update', 'restart', 'cleanQr'),
        ...p.codeOnce,
        ...texts('help'),
      ];
    case 'qr_invalid':
      return [...texts('cleanQr', 'wifi'), ...p.type, ...p.codeOnce, ...texts('help')];
    case 'already_used':
      return [...p.codeOnce, ...texts('askNew', 'help')];
    case 'roaming_off':
      return [...p.roaming, ...texts('homeRoamingOff', 'flightMode', 'help')];
    case 'apn':
      return [...p.apn, ...texts('restart', 'help')];
    case 'wrong_line':
      return [...p.data, ...texts('keepLine', 'homeRoamingOff', 'help')];
    case 'other':
      return texts('flightMode', 'restart', 'update', 'help');
  }
}
