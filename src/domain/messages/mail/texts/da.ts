import type { Texts } from './en.ts';

export const da: Texts = {
  greeting: 'Hej {name}',
  greetingNobody: 'Hej',
  closing: 'God rejse!',

  confirmationSubject: 'Din mobildata er klar',
  confirmationIntro:
    '{count, plural, one {Der ligger en datapakke klar til din rejse.} other {Der ligger # datapakker klar til din rejse.}}',
  howToInstall:
    'Åbn appen, og installer dit eSIM inden afrejsen, mens du har wi-fi. Det tager kun få minutter.',
  howToUseCode:
    '{count, plural, one {Åbn linket på din telefon, eller indtast koden i appen, så får du dit eSIM.} other {Åbn linkene på din telefon, eller indtast koderne i appen, så får du dit eSIM.}}',
  howToClaim: 'Åbn linket, og indtast din e-mailadresse, så får du koden på e-mail.',

  claimSubject: 'Din kode til mobildata',
  claimIntro:
    'Her er din kode. Åbn linket på din telefon, eller indtast koden i appen, så er dit eSIM installeret på få minutter.',

  reminderSubject: 'Snart afsted: er dit eSIM klar?',
  reminderSubjectInstalled: 'Snart afsted: dit eSIM er klar',
  reminderOn: 'Din rejse begynder den {date}.',
  reminderSoon: 'Din rejse begynder snart.',
  reminderToInstall:
    'Dit eSIM er endnu ikke på din telefon. Installer det inden afrejsen, mens du har wi-fi.',
  reminderToUseCode:
    '{count, plural, one {Din kode er endnu ikke brugt. Brug den inden afrejsen, mens du har wi-fi.} other {# af dine koder er endnu ikke brugt. Brug dem inden afrejsen, mens du har wi-fi.}}',
  reminderInstalled: 'Dit eSIM er allerede på din telefon.',
  onArrival:
    'Når du er fremme, skal du vælge dit eSIM til mobildata og slå dataroaming til for det.',

  lowSubject: '{percent} af din datapakke er brugt',
  lowIntro: 'Du har brugt {percent} af din datapakke.',
  lowLeft: 'Tilbage: {size}.',
  lowMore: 'I appen kan du se, hvad der er tilbage, og tilføje mere.',
  usedUpSubject: 'Din datapakke er brugt op',
  usedUpIntro: 'Du har brugt hele din datapakke.',

  expiringSubject: 'Din datapakke udløber snart',
  expiringIntro: 'Du kan bruge din datapakke til og med {moment}.',
  expiringSoon: 'Din datapakke udløber snart.',

  anyDestination: 'Valgfri destination',
  countries: 'Til {countries}',
  unlimited: 'Ubegrænset data',
  days: '{days, plural, one {# dag fra første brug} other {# dage fra første brug}}',
  departure: 'Afrejse: {date}',
  code: 'Din kode',
  validUntil: 'Gælder til og med {date}',
  useCode: 'Brug koden',
  getCode: 'Hent koden',
  passOn: 'Er den til en, der rejser med dig? Med dette link kommer koden på e-mail:',
  colon: '{label}:',
  scan: 'Læser du dette på en computer? Scan billedet med din telefon.',
  qrAlt: 'QR-kode, der åbner appen med koden {code}',
  installEsim: 'Installer eSIM',
  openApp: 'Åbn appen',
  howToInstallHere:
    'Åbn linket nedenfor på din telefon, og installer dit eSIM inden afrejsen, mens du har wi-fi. Det tager kun få minutter.',
  howToUseCodeHere:
    '{count, plural, one {Åbn linket på din telefon for at få dit eSIM.} other {Åbn linkene på din telefon for at få dit eSIM.}}',
  claimIntroHere:
    'Her er din kode. Åbn linket på din telefon, så er dit eSIM installeret på få minutter.',
  lowMoreHere: 'Via linket nedenfor kan du se, hvad der er tilbage.',
  openEsim: 'Vis mit eSIM',
  readySubject: 'Linket til dit eSIM',
  readyIntro:
    'Med dette link installerer du dit eSIM og ser, hvor meget data der er tilbage. Åbn det på den telefon, du rejser med, og hold det for dig selv.',

  receiptSubject: 'Din kvittering',
  receiptIntro: 'Tak for dit køb. Du har betalt {amount} inklusive afgifter.',
  receiptNumber: 'Købsnummer: {number}',
  receiptSeller: 'Sælges af {seller}',
  refundedSubject: 'Dine penge er på vej tilbage',
  refundedIntro:
    'Vi betaler {amount} tilbage på samme måde, som du betalte. Det kan tage op til ti dage.',

  whyTrip: 'Du modtager denne e-mail fra {partner} på grund af din rejse.',
  whyClaim:
    'Du modtager denne e-mail fra {partner}, fordi der er bestilt en kode med denne adresse. Var det ikke dig, kan du se bort fra den.',
  whyPurchase: 'Du modtager denne e-mail fra {partner} på grund af dit køb.',
};
