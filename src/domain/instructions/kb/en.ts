/**
 * The knowledge base in English: what menus are called, and what a step says. The other languages
 * are typed by it.
 */

/**
 * Names as the phone shows them. Windows and skins without an entry here stand in flows.ts, in
 * English.
 */
const menus = {
  iosSettings: 'Settings',
  iosCellular: 'Cellular',
  iosAddEsim: 'Add eSIM',
  iosUseQr: 'Use QR Code',
  iosManual: 'Enter Details Manually',
  iosRoaming: 'Data Roaming',
  iosData: 'Cellular Data',
  androidSettings: 'Settings',
  androidNetwork: 'Network & internet',
  androidSims: 'SIMs',
  androidAddSim: 'Add SIM',
  androidRoaming: 'Roaming',
  androidApn: 'Access point names',
  samsungConnections: 'Connections',
  samsungSimManager: 'SIM manager',
  samsungAddEsim: 'Add eSIM',
  samsungNetworks: 'Mobile networks',
  samsungRoaming: 'Data roaming',
  samsungData: 'Mobile data',
};

/**
 * {path}: menus one after the other; {toggle}: a switch or menu of that line; {install}: the text
 * of the install button; {partner}: whom to ask.
 */
const steps = {
  waitForEsim:
    'Your eSIM is not ready yet. Open the app again a little later; the installation starts there.',
  checkEid: 'Open the phone app and dial *#06#. If an EID is shown, your device supports eSIM.',
  checkUnlocked:
    'Make sure that your device is not locked to one network operator. The shop where you bought it can tell you.',
  wifi: 'Connect to Wi-Fi. Do this at home, before you leave.',
  tapInstall: 'Tap “{install}” on the device itself.',
  open: 'Open {path}.',
  choose: 'Choose {path}.',
  chooseEsim: 'If you are asked, choose an eSIM, not a SIM card.',
  scan: 'Scan the QR code below. It has to be on another screen or on paper.',
  enter: 'Enter the SM-DP+ address and the activation code from below.',
  chooseEnter: 'Choose to enter the code by hand instead of scanning.',
  confirm:
    'Confirm and wait until the device says that the eSIM was added. This takes one to two minutes.',
  otherWay: 'Nothing happens? Open {path} and use the QR code or the codes below.',
  nameLine: 'Name the new line “Travel”, so that you recognise it.',
  keepLine: 'Keep your usual line for calls and messages.',
  turnOn: 'Open {path} and turn on the new line. The switch is now coloured.',
  useForData: 'Open {path} and choose the new line for mobile data.',
  roamingOn:
    'Open {path}, select the new line and turn on {toggle}. Without it there is no data abroad.',
  homeRoamingOff: 'Leave data roaming off for your usual line, so that it costs you nothing.',
  arrive: 'After landing, wait up to five minutes. You should see a network name and 4G or 5G.',
  keepEsim:
    'Do not delete the eSIM, even when its data is used up. It can usually be installed only once.',
  flightMode: 'Turn on flight mode, wait ten seconds and turn it off again.',
  restart: 'Restart the device.',
  network:
    'Let the device choose the network automatically. If it finds none, choose another network by hand.',
  checkData:
    'Look in the app whether data is left and whether your package covers the country you are in.',
  apn: 'Open {path}, select the new line and then {toggle}. Change nothing there; if the list is empty, ask for the right name.',
  saver: 'Turn off data saver and low data mode, and stop large downloads.',
  coverage: 'Go to another place, by a window or outdoors, and try again.',
  update: 'Install the newest version of the operating system and try again.',
  cleanQr:
    'Show the QR code large and bright, and scan it from another screen. Do not use a photo of it.',
  codeOnce:
    'The code works only once. Open {path} and look whether the eSIM is already there; then turn it on.',
  removed:
    'The eSIM was removed from this device. Do not use the old code again; it usually no longer works.',
  askNew: 'Ask {partner} for a new eSIM. Packages that are still valid are not lost.',
  otherDevice:
    'Install the eSIM on your phone, not on this device. Open these instructions there or scan the QR code with it.',
  help: 'Still not working? Ask {partner}. Say which device you have and which message you see.',
};

const words = {
  titleInstall: 'Install your eSIM',
  titleWait: 'Prepare for your eSIM',
  titleUse: 'Use your eSIM',
  titleTrouble: 'Solve the problem',
  titleRemoved: 'Your eSIM was removed',
  install: 'Install eSIM',
  smdp: 'SM-DP+ address',
  confirmation: 'Confirmation code',
  code: 'Activation code',
  qr: 'QR code that installs the eSIM',
};

export type Menus = Record<keyof typeof menus, string>;
export type StepTexts = Record<keyof typeof steps, string>;
export type Words = Record<keyof typeof words, string>;
/**
 * A menu name is null where it could not be confirmed: the English one stands there in quotes.
 * `areMenusUnchecked`: all names are as we know them, compared with no phone; they stand in quotes.
 */
export type Language = {
  areMenusUnchecked?: true;
  menus: Record<keyof Menus, string | null>;
  steps: StepTexts;
  words: Words;
};
export const en: { menus: Menus; steps: StepTexts; words: Words } = { menus, steps, words };

/** Apple says Cellular in North America only; since iOS 17 the menu elsewhere is Mobile Service. */
export const enBritish: Partial<Menus> = { iosCellular: 'Mobile Service', iosData: 'Mobile Data' };
