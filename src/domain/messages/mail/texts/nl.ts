import type { Texts } from './en.ts';

export const nl: Texts = {
  greeting: 'Hallo {name},',
  greetingNobody: 'Hallo,',
  closing: 'Fijne reis!',

  confirmationSubject: 'Je mobiele data staat klaar',
  confirmationIntro:
    '{count, plural, one {Er staat een databundel klaar voor je reis.} other {Er staan # databundels klaar voor je reis.}}',
  howToInstall:
    'Open de app en installeer je eSIM voordat je vertrekt, terwijl je wifi hebt. Het duurt maar een paar minuten.',
  howToUseCode:
    '{count, plural, one {Open de link op je telefoon, of vul de code in de app in, en je krijgt je eSIM.} other {Open de links op je telefoon, of vul de codes in de app in, en je krijgt je eSIM.}}',
  howToClaim: 'Open de link en vul je e-mailadres in: je ontvangt de code per e-mail.',

  claimSubject: 'Je code voor mobiele data',
  claimIntro:
    'Hier is je code. Open de link op je telefoon, of vul de code in de app in, en je eSIM is binnen een paar minuten geïnstalleerd.',

  reminderSubject: 'Bijna op reis: is je eSIM klaar?',
  reminderSubjectInstalled: 'Bijna op reis: je eSIM is klaar',
  reminderOn: 'Je reis begint op {date}.',
  reminderSoon: 'Je reis begint binnenkort.',
  reminderToInstall:
    'Je eSIM staat nog niet op je telefoon. Installeer hem voordat je vertrekt, terwijl je wifi hebt.',
  reminderToUseCode:
    '{count, plural, one {Je code is nog niet gebruikt. Gebruik hem voordat je vertrekt, terwijl je wifi hebt.} other {# van je codes zijn nog niet gebruikt. Gebruik ze voordat je vertrekt, terwijl je wifi hebt.}}',
  reminderInstalled: 'Je eSIM staat al op je telefoon.',
  onArrival: 'Kies bij aankomst de eSIM voor mobiele data en zet er dataroaming voor aan.',

  lowSubject: '{percent} van je databundel is verbruikt',
  lowIntro: 'Je hebt {percent} van je databundel verbruikt.',
  lowLeft: 'Nog beschikbaar: {size}.',
  lowMore: 'In de app zie je wat er over is en kun je bijkopen.',
  usedUpSubject: 'Je databundel is op',
  usedUpIntro: 'Je hebt je hele databundel verbruikt.',

  expiringSubject: 'Je databundel verloopt binnenkort',
  expiringIntro: 'Je kunt je databundel gebruiken tot {moment}.',
  expiringSoon: 'Je databundel verloopt binnenkort.',

  anyDestination: 'Bestemming naar keuze',
  countries: 'Voor {countries}',
  unlimited: 'Onbeperkte data',
  days: '{days, plural, one {# dag vanaf het eerste gebruik} other {# dagen vanaf het eerste gebruik}}',
  departure: 'Vertrek: {date}',
  code: 'Je code',
  validUntil: 'Geldig tot en met {date}',
  useCode: 'Code gebruiken',
  getCode: 'Code ophalen',
  passOn: 'Voor iemand die met je meereist? Via deze link ontvangt diegene de code per e-mail:',
  colon: '{label}:',
  scan: 'Lees je dit op een computer? Scan de afbeelding met je telefoon.',
  qrAlt: 'QR-code die de app opent met de code {code}',
  installEsim: 'eSIM installeren',
  openApp: 'App openen',
  howToInstallHere:
    'Open de link hieronder op je telefoon en installeer je eSIM voordat je vertrekt, terwijl je wifi hebt. Het duurt maar een paar minuten.',
  howToUseCodeHere:
    '{count, plural, one {Open de link op je telefoon om je eSIM te krijgen.} other {Open de links op je telefoon om je eSIM te krijgen.}}',
  claimIntroHere:
    'Hier is je code. Open de link op je telefoon, en je eSIM is binnen een paar minuten geïnstalleerd.',
  lowMoreHere: 'Via de link hieronder zie je wat er over is.',
  openEsim: 'Mijn eSIM bekijken',
  readySubject: 'De link naar je eSIM',
  readyIntro:
    'Met deze link installeer je je eSIM en zie je hoeveel data er over is. Open hem op de telefoon die je meeneemt op reis, en houd hem voor jezelf.',

  receiptSubject: 'Je aankoopbewijs',
  receiptIntro: 'Bedankt voor je aankoop. Je hebt {amount} betaald, inclusief btw.',
  receiptNumber: 'Aankoopnummer: {number}',
  receiptSeller: 'Verkocht door {seller}',
  refundedSubject: 'Je geld komt terug',
  refundedIntro:
    'We betalen {amount} terug op de manier waarop je hebt betaald. Het kan tot tien dagen duren voordat het er is.',

  whyTrip: 'Je ontvangt deze e-mail van {partner} vanwege je reis.',
  whyClaim:
    'Je ontvangt deze e-mail van {partner} omdat er met dit adres een code is aangevraagd. Was jij dat niet? Dan kun je deze e-mail negeren.',
  whyPurchase: 'Je ontvangt deze e-mail van {partner} vanwege je aankoop.',
};
