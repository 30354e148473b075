/**
 * The words of the install page, in ICU MessageFormat; every other language is typed by this one.
 */
export const en = {
  title: 'Install your eSIM',
  lead: '{partner} has an eSIM for you. Install it while you have Wi-Fi, before you leave. It takes about two minutes.',
  oneTapHint: 'Your phone asks you to confirm.',
  steps: 'Step by step',
  wifi: 'Connect to Wi-Fi.',
  tap: 'Tap the button and follow what your phone shows. If nothing opens, use the QR code or the codes below.',
  scan: 'Scan the QR code with the device you travel with and follow what it shows.',
  byHand:
    'In your device’s settings, add an eSIM and choose to enter the details yourself. Copy the codes from this page.',
  keep: 'Do not delete the eSIM afterwards: it can be installed only once.',
  arrive: 'When you arrive, switch the eSIM on and allow data roaming for it.',
  oldPhone:
    'On this iPhone the eSIM is installed with a QR code or by hand. From iOS 17.4 on, one tap is enough.',
  scanText:
    'Scan this QR code with the camera of the device you travel with, or from its settings, where you add an eSIM.',
  qrLabel: 'QR code that installs your eSIM',
  otherDevice: 'Install on another device',
  thisDevice: 'Install on this device',
  onApple: 'On iPhone or iPad',
  onAndroid: 'On Android',
  manual: 'Enter the codes by hand',
  smdp: 'SM-DP+ address',
  confirmationCode: 'Confirmation code',
  matching: 'Activation code',
  whole: 'If your device asks for one code only',
  empty: 'Leave this field empty.',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected. Copy it now.',
  confirmation: 'Your device will ask for a confirmation code. You get it from {partner}.',
  inAppTitle: 'Open this page in {browser}',
  inAppText:
    'You are reading it inside {app}, where the installation cannot start. Open the menu of {app} and choose your browser there, or copy the address of this page.',
  inAppAny:
    'You are reading it inside another app, where the installation may not start. Open that app’s menu and choose your browser there, or copy the address of this page.',
  openIn: 'Open in {browser}',
  copyAddress: 'Copy the address of this page',
  installedTitle: 'Your eSIM is installed',
  installedText: 'It is on a device already. There is nothing more to install.',
  enabledTitle: 'Your eSIM is on',
  enabledText: 'It is installed and switched on. There is nothing more to install.',
  next: 'What to do next',
  switchOn: 'In the settings of your device, switch the eSIM on.',
  useData: 'Choose it for mobile data.',
  roaming: 'Allow data roaming for it.',
  removedTitle: 'This eSIM can no longer be installed',
  removedText: 'It was deleted from its device or replaced.',
};

export type InstallTexts = Record<keyof typeof en, string>;
