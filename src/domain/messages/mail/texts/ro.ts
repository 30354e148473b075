import type { Texts } from './en.ts';

export const ro: Texts = {
  greeting: 'Bună ziua, {name}!',
  greetingNobody: 'Bună ziua!',
  closing: 'Drum bun!',
  confirmationSubject: 'Datele dumneavoastră mobile sunt pregătite',
  confirmationIntro:
    '{count, plural, one {Un pachet de date pentru călătoria dumneavoastră vă așteaptă.} few {# pachete de date pentru călătoria dumneavoastră vă așteaptă.} other {# de pachete de date pentru călătoria dumneavoastră vă așteaptă.}}',
  howToInstall:
    'Deschideți aplicația și instalați eSIM-ul înainte de plecare, cât timp aveți Wi-Fi. Durează doar câteva minute.',
  howToUseCode:
    '{count, plural, one {Pentru a primi eSIM-ul, deschideți linkul pe telefon sau introduceți codul în aplicație.} few {Pentru a primi eSIM-ul, deschideți linkurile pe telefon sau introduceți codurile în aplicație.} other {Pentru a primi eSIM-ul, deschideți linkurile pe telefon sau introduceți codurile în aplicație.}}',
  howToClaim: 'Deschideți linkul și introduceți adresa de e-mail: veți primi codul prin e-mail.',
  claimSubject: 'Codul dumneavoastră pentru date mobile',
  claimIntro:
    'Iată codul dumneavoastră. Deschideți linkul pe telefon sau introduceți codul în aplicație, iar eSIM-ul va fi instalat în câteva minute.',
  reminderSubject: 'Se apropie plecarea: este pregătit eSIM-ul?',
  reminderSubjectInstalled: 'Se apropie plecarea: eSIM-ul este pregătit',
  reminderOn: 'Călătoria dumneavoastră începe pe {date}.',
  reminderSoon: 'Călătoria dumneavoastră începe în curând.',
  reminderToInstall:
    'eSIM-ul nu este încă pe telefonul dumneavoastră. Instalați-l înainte de plecare, cât timp aveți Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Codul dumneavoastră nu a fost încă folosit. Folosiți-l înainte de plecare, cât timp aveți Wi-Fi.} few {# coduri nu au fost încă folosite. Folosiți-le înainte de plecare, cât timp aveți Wi-Fi.} other {# de coduri nu au fost încă folosite. Folosiți-le înainte de plecare, cât timp aveți Wi-Fi.}}',
  reminderInstalled: 'eSIM-ul este deja pe telefonul dumneavoastră.',
  onArrival:
    'La sosire, alegeți eSIM-ul pentru datele mobile și activați roamingul de date pentru acesta.',
  lowSubject: '{percent} din pachetul de date a fost consumat',
  lowIntro: 'Ați consumat {percent} din pachetul de date.',
  lowLeft: 'Mai aveți: {size}.',
  lowMore: 'În aplicație puteți vedea cât a rămas și puteți adăuga mai mult.',
  usedUpSubject: 'Pachetul de date s-a consumat',
  usedUpIntro: 'Ați consumat întregul pachet de date.',
  expiringSubject: 'Pachetul de date expiră în curând',
  expiringIntro: 'Puteți folosi pachetul de date până la {moment}.',
  expiringSoon: 'Pachetul de date expiră în curând.',
  anyDestination: 'Destinația pe care o alegeți',
  countries: 'Valabil în: {countries}',
  unlimited: 'Date nelimitate',
  days: '{days, plural, one {# zi de la prima utilizare} few {# zile de la prima utilizare} other {# de zile de la prima utilizare}}',
  departure: 'Plecare: {date}',
  code: 'Codul dumneavoastră',
  validUntil: 'Valabil până la {date}',
  useCode: 'Folosiți codul',
  getCode: 'Obțineți codul',
  passOn:
    'Este pentru cineva care călătorește cu dumneavoastră? Cu acest link primește codul prin e-mail:',
  colon: '{label}:',
  scan: 'Citiți acest mesaj pe un computer? Scanați imaginea cu telefonul.',
  qrAlt: 'Cod QR care deschide aplicația cu codul {code}',
  installEsim: 'Instalați eSIM-ul',
  openApp: 'Deschideți aplicația',
  howToInstallHere:
    'Deschideți linkul de mai jos pe telefon și instalați eSIM-ul înainte de plecare, cât timp aveți Wi-Fi. Durează doar câteva minute.',
  howToUseCodeHere:
    '{count, plural, one {Pentru a primi eSIM-ul, deschideți linkul pe telefon.} few {Pentru a primi eSIM-ul, deschideți linkurile pe telefon.} other {Pentru a primi eSIM-ul, deschideți linkurile pe telefon.}}',
  claimIntroHere:
    'Iată codul dumneavoastră. Deschideți linkul pe telefon, iar eSIM-ul va fi instalat în câteva minute.',
  lowMoreHere: 'La linkul de mai jos puteți vedea cât a rămas.',
  openEsim: 'Afișați eSIM-ul meu',
  readySubject: 'Linkul către eSIM-ul dumneavoastră',
  readyIntro:
    'Cu acest link instalați eSIM-ul și vedeți câte date au rămas. Deschideți-l pe telefonul cu care călătoriți și nu îl dați mai departe.',
  receiptSubject: 'Chitanța dvs.',
  receiptIntro: 'Vă mulțumim pentru achiziție. Ați plătit {amount}, cu taxe incluse.',
  receiptNumber: 'Numărul achiziției: {number}',
  receiptSeller: 'Vândut de {seller}',
  refundedSubject: 'Banii dvs. sunt pe drum înapoi',
  refundedIntro:
    'Vă returnăm {amount} prin metoda cu care ați plătit. Poate dura până la zece zile.',

  whyTrip: 'Primiți acest e-mail de la {partner} datorită călătoriei dumneavoastră.',
  whyClaim:
    'Primiți acest e-mail de la {partner} deoarece a fost cerut un cod cu această adresă. Dacă nu dumneavoastră l-ați cerut, îl puteți ignora.',
  whyPurchase: 'Primiți acest e-mail de la {partner} datorită achiziției dvs.',
};
