import type { Texts } from './en.ts';

export const hr: Texts = {
  greeting: 'Poštovani {name},',
  greetingNobody: 'Poštovani,',
  closing: 'Sretan put!',
  confirmationSubject: 'Vaši mobilni podaci su spremni',
  confirmationIntro:
    '{count, plural, one {Čeka vas # podatkovni paket za vaše putovanje.} few {Čekaju vas # podatkovna paketa za vaše putovanje.} other {Čeka vas # podatkovnih paketa za vaše putovanje.}}',
  howToInstall:
    'Otvorite aplikaciju i instalirajte eSIM prije polaska, dok imate Wi-Fi. Traje samo nekoliko minuta.',
  howToUseCode:
    '{count, plural, one {Da biste dobili eSIM, otvorite poveznicu na telefonu ili unesite kôd u aplikaciju.} few {Da biste dobili eSIM, otvorite poveznice na telefonu ili unesite kodove u aplikaciju.} other {Da biste dobili eSIM, otvorite poveznice na telefonu ili unesite kodove u aplikaciju.}}',
  howToClaim: 'Otvorite poveznicu i unesite svoju adresu e-pošte: kôd ćete dobiti e-poštom.',
  claimSubject: 'Vaš kôd za mobilne podatke',
  claimIntro:
    'Ovo je vaš kôd. Otvorite poveznicu na telefonu ili unesite kôd u aplikaciju i eSIM će biti instaliran za nekoliko minuta.',
  reminderSubject: 'Uskoro na put: je li vaš eSIM spreman?',
  reminderSubjectInstalled: 'Uskoro na put: vaš eSIM je spreman',
  reminderOn: 'Početak vašeg putovanja: {date}',
  reminderSoon: 'Vaše putovanje uskoro počinje.',
  reminderToInstall:
    'eSIM još nije na vašem telefonu. Instalirajte ga prije polaska, dok imate Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {# vaš kôd još nije iskorišten. Iskoristite ga prije polaska, dok imate Wi-Fi.} few {# vaša koda još nisu iskorištena. Iskoristite ih prije polaska, dok imate Wi-Fi.} other {# vaših kodova još nije iskorišteno. Iskoristite ih prije polaska, dok imate Wi-Fi.}}',
  reminderInstalled: 'eSIM je već na vašem telefonu.',
  onArrival:
    'Kad stignete, odaberite eSIM za mobilne podatke i uključite njegov podatkovni roaming.',
  lowSubject: 'Iskorišteno je {percent} vašeg podatkovnog paketa',
  lowIntro: 'Iskoristili ste {percent} svojeg podatkovnog paketa.',
  lowLeft: 'Preostalo: {size}.',
  lowMore: 'U aplikaciji možete vidjeti koliko je preostalo i dodati još.',
  usedUpSubject: 'Vaš podatkovni paket je potrošen',
  usedUpIntro: 'Potrošili ste cijeli podatkovni paket.',
  expiringSubject: 'Vaš podatkovni paket uskoro istječe',
  expiringIntro: 'Svoj podatkovni paket možete koristiti do: {moment}',
  expiringSoon: 'Vaš podatkovni paket uskoro istječe.',
  anyDestination: 'Odredište po vašem izboru',
  countries: 'Vrijedi za: {countries}',
  unlimited: 'Neograničeni podaci',
  days: '{days, plural, one {# dan od prve upotrebe} few {# dana od prve upotrebe} other {# dana od prve upotrebe}}',
  departure: 'Polazak: {date}',
  code: 'Vaš kôd',
  validUntil: 'Vrijedi do {date}',
  useCode: 'Iskoristi kôd',
  getCode: 'Preuzmi kôd',
  passOn: 'Je li za nekoga tko putuje s vama? Putem ove poveznice kôd dobiva e-poštom:',
  colon: '{label}:',
  scan: 'Čitate li ovo na računalu? Skenirajte sliku telefonom.',
  qrAlt: 'QR kôd koji otvara aplikaciju s kodom {code}',
  installEsim: 'Instaliraj eSIM',
  openApp: 'Otvori aplikaciju',
  howToInstallHere:
    'Otvorite donju poveznicu na telefonu i instalirajte eSIM prije polaska, dok imate Wi-Fi. Traje samo nekoliko minuta.',
  howToUseCodeHere:
    '{count, plural, one {Da biste dobili eSIM, otvorite poveznicu na telefonu.} few {Da biste dobili eSIM, otvorite poveznice na telefonu.} other {Da biste dobili eSIM, otvorite poveznice na telefonu.}}',
  claimIntroHere:
    'Ovo je vaš kôd. Otvorite poveznicu na telefonu i eSIM će biti instaliran za nekoliko minuta.',
  lowMoreHere: 'Na donjoj poveznici možete vidjeti koliko je preostalo.',
  openEsim: 'Prikaži moj eSIM',
  readySubject: 'Poveznica na vaš eSIM',
  readyIntro:
    'Ovom poveznicom instalirate eSIM i vidite koliko je podataka preostalo. Otvorite je na telefonu s kojim putujete i ne dijelite je s drugima.',
  receiptSubject: 'Vaš račun',
  receiptIntro: 'Hvala na kupnji. Platili ste {amount} s uključenim porezom.',
  receiptNumber: 'Broj kupnje: {number}',
  receiptSeller: 'Prodavatelj: {seller}',
  refundedSubject: 'Vaš novac je na putu natrag',
  refundedIntro: 'Vraćamo vam {amount} na način na koji ste platili. Može potrajati do deset dana.',

  whyTrip: 'Ovu e-poštu šalje {partner} u vezi s vašim putovanjem.',
  whyClaim:
    'Ovu e-poštu šalje {partner} jer je s ovom adresom zatražen kôd. Ako ga niste vi zatražili, možete je zanemariti.',
  whyPurchase: 'Ovu poruku od {partner} primate zbog svoje kupnje.',
};
