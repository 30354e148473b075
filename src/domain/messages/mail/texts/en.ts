/**
 * Every text of the travelers' mails, in ICU message format; the other languages have the same
 * keys, placeholders and no others.
 */
export const en = {
  greeting: 'Hello {name},',
  greetingNobody: 'Hello,',
  closing: 'Enjoy your trip!',

  confirmationSubject: 'Your mobile data is ready',
  confirmationIntro:
    '{count, plural, one {A data package for your trip is waiting for you.} other {# data packages for your trip are waiting for you.}}',
  howToInstall:
    'Open the app and install your eSIM before you leave, while you have Wi-Fi. It takes a few minutes.',
  howToUseCode:
    '{count, plural, one {Open the link on your phone, or enter the code in the app, to get your eSIM.} other {Open the links on your phone, or enter the codes in the app, to get your eSIM.}}',
  howToClaim: 'Open the link and enter your e-mail address: you will receive the code by e-mail.',

  claimSubject: 'Your code for mobile data',
  claimIntro:
    'Here is your code. Open the link on your phone, or enter the code in the app, and your eSIM is installed in a few minutes.',

  reminderSubject: 'Almost time to go: is your eSIM ready?',
  reminderSubjectInstalled: 'Almost time to go: your eSIM is ready',
  reminderOn: 'Your trip starts on {date}.',
  reminderSoon: 'Your trip starts soon.',
  reminderToInstall:
    'Your eSIM is not on your phone yet. Install it before you leave, while you have Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Your code has not been used yet. Use it before you leave, while you have Wi-Fi.} other {# of your codes have not been used yet. Use them before you leave, while you have Wi-Fi.}}',
  reminderInstalled: 'Your eSIM is already on your phone.',
  onArrival: 'When you arrive, choose the eSIM for mobile data and switch on data roaming for it.',

  lowSubject: '{percent} of your data package is used',
  lowIntro: 'You have used {percent} of your data package.',
  lowLeft: 'Still available: {size}.',
  lowMore: 'In the app you can see what is left and add more.',
  usedUpSubject: 'Your data package is used up',
  usedUpIntro: 'You have used all of your data package.',

  expiringSubject: 'Your data package ends soon',
  expiringIntro: 'You can use your data package until {moment}.',
  expiringSoon: 'Your data package ends soon.',

  anyDestination: 'Destination of your choice',
  countries: 'For {countries}',
  unlimited: 'Unlimited data',
  days: '{days, plural, one {# day from first use} other {# days from first use}}',
  departure: 'Departure: {date}',
  code: 'Your code',
  validUntil: 'Valid until {date}',
  useCode: 'Use the code',
  getCode: 'Get the code',
  passOn: 'For someone travelling with you? With this link they receive the code by e-mail:',
  /** a label in the plain text, before a code or link */
  colon: '{label}:',
  scan: 'Reading this on a computer? Scan the picture with your phone.',
  qrAlt: 'QR code that opens the app with the code {code}',
  installEsim: 'Install the eSIM',
  openApp: 'Open the app',
  howToInstallHere:
    'Open the link below on your phone and install your eSIM before you leave, while you have Wi-Fi. It takes a few minutes.',
  howToUseCodeHere:
    '{count, plural, one {Open the link on your phone to get your eSIM.} other {Open the links on your phone to get your eSIM.}}',
  claimIntroHere:
    'Here is your code. Open the link on your phone, and your eSIM is installed in a few minutes.',
  lowMoreHere: 'With the link below you can see what is left.',
  openEsim: 'Show my eSIM',
  readySubject: 'The link to your eSIM',
  readyIntro:
    'With this link you install your eSIM and see what is left of your data. Open it on the phone you travel with, and keep it to yourself.',

  receiptSubject: 'Your receipt',
  receiptIntro: 'Thank you for your purchase. You paid {amount}, tax included.',
  receiptNumber: 'Purchase number: {number}',
  receiptSeller: 'Sold by {seller}',
  refundedSubject: 'Your money is on its way back',
  refundedIntro:
    'We are returning {amount} to you, the way you paid. It can take up to ten days to arrive.',

  whyTrip: 'You receive this e-mail from {partner} because of your trip.',
  whyClaim:
    'You receive this e-mail from {partner} because a code was requested with this address. If that was not you, you can ignore it.',
  whyPurchase: 'You receive this e-mail from {partner} because of your purchase.',
};

export type Texts = { [Key in keyof typeof en]: string };

export const enUS: Partial<Texts> = {
  passOn: 'For someone traveling with you? With this link they receive the code by e-mail:',
};
