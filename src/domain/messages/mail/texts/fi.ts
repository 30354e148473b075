import type { Texts } from './en.ts';

export const fi: Texts = {
  greeting: 'Hei {name},',
  greetingNobody: 'Hei,',
  closing: 'Hyvää matkaa!',
  confirmationSubject: 'Mobiilidatasi on valmiina',
  confirmationIntro:
    '{count, plural, one {Matkaasi varten on valmiina datapaketti.} other {Matkaasi varten on valmiina # datapakettia.}}',
  howToInstall:
    'Avaa sovellus ja asenna eSIM ennen lähtöä, kun käytössäsi on vielä Wi-Fi. Se kestää vain muutaman minuutin.',
  howToUseCode:
    '{count, plural, one {Saat eSIMin, kun avaat linkin puhelimellasi tai syötät koodin sovellukseen.} other {Saat eSIMin, kun avaat linkit puhelimellasi tai syötät koodit sovellukseen.}}',
  howToClaim: 'Avaa linkki ja anna sähköpostiosoitteesi: saat koodin sähköpostitse.',
  claimSubject: 'Mobiilidatakoodisi',
  claimIntro:
    'Tässä on koodisi. Avaa linkki puhelimellasi tai syötä koodi sovellukseen, niin eSIM on asennettu muutamassa minuutissa.',
  reminderSubject: 'Matka lähestyy: onko eSIM valmiina?',
  reminderSubjectInstalled: 'Matka lähestyy: eSIM on valmiina',
  reminderOn: 'Matkasi alkaa {date}.',
  reminderSoon: 'Matkasi alkaa pian.',
  reminderToInstall:
    'eSIM ei ole vielä puhelimessasi. Asenna se ennen lähtöä, kun käytössäsi on vielä Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Koodiasi ei ole vielä käytetty. Käytä se ennen lähtöä, kun käytössäsi on vielä Wi-Fi.} other {# koodiasi on vielä käyttämättä. Käytä ne ennen lähtöä, kun käytössäsi on vielä Wi-Fi.}}',
  reminderInstalled: 'eSIM on jo puhelimessasi.',
  onArrival:
    'Kun saavut perille, valitse eSIM mobiilidataa varten ja ota sen dataverkkovierailu käyttöön.',
  lowSubject: '{percent} datapaketistasi on käytetty',
  lowIntro: 'Olet käyttänyt {percent} datapaketistasi.',
  lowLeft: 'Jäljellä: {size}.',
  lowMore: 'Sovelluksessa näet, paljonko on jäljellä, ja voit lisätä dataa.',
  usedUpSubject: 'Datapakettisi on käytetty loppuun',
  usedUpIntro: 'Olet käyttänyt koko datapakettisi.',
  expiringSubject: 'Datapakettisi päättyy pian',
  expiringIntro: 'Voit käyttää datapakettiasi tähän asti: {moment}.',
  expiringSoon: 'Datapakettisi päättyy pian.',
  anyDestination: 'Valitsemasi kohde',
  countries: 'Toimii maissa: {countries}',
  unlimited: 'Rajaton data',
  days: '{days, plural, one {# päivä ensimmäisestä käytöstä} other {# päivää ensimmäisestä käytöstä}}',
  departure: 'Lähtö: {date}',
  code: 'Koodisi',
  validUntil: 'Voimassa {date} asti',
  useCode: 'Käytä koodi',
  getCode: 'Hanki koodi',
  passOn: 'Onko koodi matkakumppanillesi? Tämän linkin kautta hän saa koodin sähköpostitse:',
  colon: '{label}:',
  scan: 'Luetko tätä tietokoneella? Skannaa kuva puhelimellasi.',
  qrAlt: 'QR-koodi, joka avaa sovelluksen koodilla {code}',
  installEsim: 'Asenna eSIM',
  openApp: 'Avaa sovellus',
  howToInstallHere:
    'Avaa alla oleva linkki puhelimellasi ja asenna eSIM ennen lähtöä, kun käytössäsi on vielä Wi-Fi. Se kestää vain muutaman minuutin.',
  howToUseCodeHere:
    '{count, plural, one {Saat eSIMin, kun avaat linkin puhelimellasi.} other {Saat eSIMin, kun avaat linkit puhelimellasi.}}',
  claimIntroHere:
    'Tässä on koodisi. Avaa linkki puhelimellasi, niin eSIM on asennettu muutamassa minuutissa.',
  lowMoreHere: 'Alla olevasta linkistä näet, paljonko on jäljellä.',
  openEsim: 'Näytä eSIM',
  readySubject: 'Linkki eSIMiisi',
  readyIntro:
    'Tällä linkillä asennat eSIMin ja näet jäljellä olevan datan. Avaa se puhelimella, jonka otat matkalle, äläkä jaa sitä muille.',
  receiptSubject: 'Kuittisi',
  receiptIntro: 'Kiitos ostoksestasi. Maksoit {amount} veroineen.',
  receiptNumber: 'Ostoksen numero: {number}',
  receiptSeller: 'Myyjä: {seller}',
  refundedSubject: 'Rahasi palautetaan',
  refundedIntro:
    'Palautamme {amount} samalla tavalla kuin maksoit. Se voi kestää enintään kymmenen päivää.',

  whyTrip: '{partner} lähetti tämän sähköpostin matkasi vuoksi.',
  whyClaim:
    '{partner} lähetti tämän sähköpostin, koska tällä osoitteella pyydettiin koodia. Jos et pyytänyt sitä, voit jättää viestin huomiotta.',
  whyPurchase: 'Saat tämän sähköpostin lähettäjältä {partner} ostoksesi vuoksi.',
};
