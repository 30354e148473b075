import type { Texts } from './en.ts';

export const sv: Texts = {
  greeting: 'Hej {name}!',
  greetingNobody: 'Hej!',
  closing: 'Trevlig resa!',

  confirmationSubject: 'Din mobildata är klar',
  confirmationIntro:
    '{count, plural, one {Ett datapaket väntar på dig inför resan.} other {# datapaket väntar på dig inför resan.}}',
  howToInstall:
    'Öppna appen och installera ditt eSIM innan du reser, medan du har wifi. Det tar bara några minuter.',
  howToUseCode:
    '{count, plural, one {Öppna länken i mobilen, eller ange koden i appen, så får du ditt eSIM.} other {Öppna länkarna i mobilen, eller ange koderna i appen, så får du ditt eSIM.}}',
  howToClaim: 'Öppna länken och ange din e-postadress, så får du koden via e-post.',

  claimSubject: 'Din kod för mobildata',
  claimIntro:
    'Här är din kod. Öppna länken i mobilen, eller ange koden i appen, så är ditt eSIM installerat på några minuter.',

  reminderSubject: 'Snart dags att resa: är ditt eSIM klart?',
  reminderSubjectInstalled: 'Snart dags att resa: ditt eSIM är klart',
  reminderOn: 'Din resa börjar den {date}.',
  reminderSoon: 'Din resa börjar snart.',
  reminderToInstall:
    'Ditt eSIM finns inte i mobilen än. Installera det innan du reser, medan du har wifi.',
  reminderToUseCode:
    '{count, plural, one {Din kod är inte använd än. Använd den innan du reser, medan du har wifi.} other {# av dina koder är inte använda än. Använd dem innan du reser, medan du har wifi.}}',
  reminderInstalled: 'Ditt eSIM finns redan i mobilen.',
  onArrival: 'När du är framme väljer du eSIM för mobildata och slår på dataroaming för det.',

  lowSubject: '{percent} av ditt datapaket är förbrukat',
  lowIntro: 'Du har använt {percent} av ditt datapaket.',
  lowLeft: 'Kvar att använda: {size}.',
  lowMore: 'I appen ser du vad som är kvar och kan fylla på.',
  usedUpSubject: 'Ditt datapaket är slut',
  usedUpIntro: 'Du har använt hela ditt datapaket.',

  expiringSubject: 'Ditt datapaket går snart ut',
  expiringIntro: 'Du kan använda ditt datapaket till och med {moment}.',
  expiringSoon: 'Ditt datapaket går snart ut.',

  anyDestination: 'Valfritt resmål',
  countries: 'För {countries}',
  unlimited: 'Obegränsad data',
  days: '{days, plural, one {# dag från första användningen} other {# dagar från första användningen}}',
  departure: 'Avresa: {date}',
  code: 'Din kod',
  validUntil: 'Gäller till och med {date}',
  useCode: 'Använd koden',
  getCode: 'Hämta koden',
  passOn: 'Till någon som reser med dig? Med den här länken kommer koden via e-post:',
  colon: '{label}:',
  scan: 'Läser du det här på en dator? Skanna bilden med mobilen.',
  qrAlt: 'QR-kod som öppnar appen med koden {code}',
  installEsim: 'Installera eSIM',
  openApp: 'Öppna appen',
  howToInstallHere:
    'Öppna länken nedan i mobilen och installera ditt eSIM innan du reser, medan du har wifi. Det tar bara några minuter.',
  howToUseCodeHere:
    '{count, plural, one {Öppna länken i mobilen för att få ditt eSIM.} other {Öppna länkarna i mobilen för att få ditt eSIM.}}',
  claimIntroHere:
    'Här är din kod. Öppna länken i mobilen, så är ditt eSIM installerat på några minuter.',
  lowMoreHere: 'Med länken nedan ser du vad som är kvar.',
  openEsim: 'Visa mitt eSIM',
  readySubject: 'Länken till ditt eSIM',
  readyIntro:
    'Med den här länken installerar du ditt eSIM och ser hur mycket data som är kvar. Öppna den i mobilen du reser med och behåll den för dig själv.',

  receiptSubject: 'Ditt kvitto',
  receiptIntro: 'Tack för ditt köp. Du har betalat {amount} inklusive skatt.',
  receiptNumber: 'Köpnummer: {number}',
  receiptSeller: 'Säljs av {seller}',
  refundedSubject: 'Dina pengar är på väg tillbaka',
  refundedIntro:
    'Vi betalar tillbaka {amount} på samma sätt som du betalade. Det kan ta upp till tio dagar.',

  whyTrip: 'Du får det här mejlet från {partner} på grund av din resa.',
  whyClaim:
    'Du får det här mejlet från {partner} eftersom någon har begärt en kod med den här adressen. Var det inte du kan du bortse från det.',
  whyPurchase: 'Du får det här mejlet från {partner} på grund av ditt köp.',
};
