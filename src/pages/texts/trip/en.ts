/**
 * The words of what leads to an eSIM and shows what is on it, in ICU MessageFormat; every other
 * language is typed by this one.
 */
export const en = {
  nextTitle: 'What happens next',
  nextCode: 'We send you the code by e-mail.',
  nextInstall:
    'Open its link on the phone you travel with and install the eSIM. It takes about two minutes.',
  nextArrive: 'When you arrive, switch the eSIM on, and you are online.',
  esimTitle: 'What is an eSIM?',
  esimText:
    'A SIM without the card: you download it onto your phone. Your own SIM card and your number stay as they are.',
  phoneTitle: 'Does it work on my phone?',
  phoneText: 'Your phone has to support eSIM and must not be locked to one network operator.',
  model: 'Your phone',
  modelHint: 'Maker and model, for example iPhone 15 or Galaxy S24.',
  check: 'Check',
  modelYes: '{device}: supports eSIM.',
  modelNo: '{device}: does not support eSIM.',
  modelUnknown:
    'We do not know “{device}”. Dial *#06# on the phone: if an EID is shown, it supports eSIM.',
  sentTo: 'We are sending your code to {email}. It should be there within a few minutes.',
  wrongAddress: 'Is the address wrong?',
  wrongAddressText:
    'You can correct it once, within 15 minutes. The code that we sent before then stops working.',
  correct: 'Send it to this address instead',
  getTitle: 'Get your eSIM',
  getIntro: '{partner} has mobile data for your trip. Your eSIM is ready in a moment.',
  emailHint: 'The link to your eSIM goes to this address.',
  knownAddress: 'The link to your eSIM also goes to the address to which we sent your code.',
  getEsim: 'Get my eSIM',
  otherAddress: 'Use another e-mail address',
  where: 'Where are you going?',
  whereMissing: 'Choose where you are going.',
  whereNone: 'There is no data for this destination. Choose another one.',
  continueHere: 'Continue on this device',
  linkSent:
    'The link to your eSIM is on its way to {email}. It should be there within a few minutes.',
  usedTitle: 'This code has already been used',
  usedText:
    'The link to its eSIM went to the e-mail address that was given then. We can send it there once more.',
  sendAgain: 'Send the link again',
  freshSent:
    'If we know this link, a new one is on its way to the e-mail address to which the first one was sent.',
  makingTitle: 'We are preparing your eSIM',
  makingText:
    'This can take a few minutes. You can wait here: the page goes on by itself. Nothing is lost if you close it.',
  lookAgain: 'Look again',
  endedTitle: 'This link has expired',
  endedText:
    'Links to an eSIM work for a limited time, to protect it. We can send a new one to the same e-mail address.',
  sendFresh: 'Send me a new link',
  openTitle: 'Open your mobile data',
  openText: 'To protect your eSIM, we ask for the e-mail address to which we sent this link.',
  open: 'Open',
  openWrong:
    'We did not send this link to that address. Check it, or use the one at which you received the e-mail.',
  tripTitle: 'Your mobile data',
  tripLead: '{partner} has mobile data for your trip.',
  addData: 'Add to my eSIM',
  yourData: 'Your data',
  left: '{left} of {total} left',
  until: 'Valid until {moment}',
  usedUp: 'Used up',
  expired: 'No longer valid',
  waiting: 'Not on your eSIM yet',
  making: 'Being prepared',
  showEsim: 'Show the eSIM',
  allEsims: 'All of your data',
  trouble: 'Something not working?',
  notFoundTitle: 'There is no page here',
  notFoundText: 'Check that the address is complete, or open the link in your e-mail once more.',
};

export type TripTexts = Record<keyof typeof en, string>;
