import type { Texts } from './en.ts';

export const hu: Texts = {
  greeting: 'Kedves {name}!',
  greetingNobody: 'Jó napot kívánunk!',
  closing: 'Jó utat kívánunk!',

  confirmationSubject: 'Mobilinternete készen áll',
  confirmationIntro:
    '{count, plural, one {Egy adatcsomag várja Önt az utazásához.} other {# adatcsomag várja Önt az utazásához.}}',
  howToInstall:
    'Nyissa meg az alkalmazást, és telepítse az eSIM-et indulás előtt, amíg van Wi-Fi. Csak néhány percig tart.',
  howToUseCode:
    '{count, plural, one {Az eSIM-hez nyissa meg a hivatkozást a telefonján, vagy írja be a kódot az alkalmazásba.} other {Az eSIM-hez nyissa meg a hivatkozásokat a telefonján, vagy írja be a kódokat az alkalmazásba.}}',
  howToClaim:
    'Nyissa meg a hivatkozást, és adja meg az e-mail-címét: a kódot e-mailben küldjük el.',

  claimSubject: 'Az Ön kódja mobilinternethez',
  claimIntro:
    'Itt a kódja. Nyissa meg a hivatkozást a telefonján, vagy írja be a kódot az alkalmazásba, és az eSIM néhány perc alatt telepítve lesz.',

  reminderSubject: 'Hamarosan indul: készen áll az eSIM?',
  reminderSubjectInstalled: 'Hamarosan indul: az eSIM készen áll',
  reminderOn: 'Utazásának kezdete: {date}',
  reminderSoon: 'Utazása hamarosan kezdődik.',
  reminderToInstall: 'Az eSIM még nincs a telefonján. Telepítse indulás előtt, amíg van Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {A kódját még nem használta fel. Használja fel indulás előtt, amíg van Wi-Fi.} other {# kódját még nem használta fel. Használja fel őket indulás előtt, amíg van Wi-Fi.}}',
  reminderInstalled: 'Az eSIM már a telefonján van.',
  onArrival:
    'Érkezéskor válassza ki az eSIM-et a mobiladatokhoz, és kapcsolja be hozzá az adatroamingot.',

  lowSubject: 'Adatcsomagjából eddig felhasznált: {percent}',
  lowIntro: 'Adatcsomagjából eddig felhasznált: {percent}.',
  lowLeft: 'Még elérhető: {size}.',
  lowMore: 'Az alkalmazásban láthatja, mennyi maradt, és további adatot is vehet.',
  usedUpSubject: 'Adatcsomagja elfogyott',
  usedUpIntro: 'Adatcsomagját teljesen felhasználta.',

  expiringSubject: 'Adatcsomagja hamarosan lejár',
  expiringIntro: 'Adatcsomagját eddig használhatja: {moment}.',
  expiringSoon: 'Adatcsomagja hamarosan lejár.',

  anyDestination: 'Választható úti cél',
  countries: 'Országok: {countries}',
  unlimited: 'Korlátlan adat',
  days: '{days, plural, one {# nap az első használattól} other {# nap az első használattól}}',
  departure: 'Indulás: {date}',
  code: 'Az Ön kódja',
  validUntil: 'Érvényesség vége: {date}',
  useCode: 'Kód beváltása',
  getCode: 'Kód igénylése',
  passOn: 'Útitársának szánja? Ezzel a hivatkozással e-mailben megkapja a kódot:',
  colon: '{label}:',
  scan: 'Számítógépen olvassa? Olvassa be a képet a telefonjával.',
  qrAlt: 'QR-kód, amely megnyitja az alkalmazást a következő kóddal: {code}',
  installEsim: 'eSIM telepítése',
  openApp: 'Alkalmazás megnyitása',
  howToInstallHere:
    'Nyissa meg az alábbi hivatkozást a telefonján, és telepítse az eSIM-et indulás előtt, amíg van Wi-Fi. Csak néhány percig tart.',
  howToUseCodeHere:
    '{count, plural, one {Az eSIM megszerzéséhez nyissa meg a hivatkozást a telefonján.} other {Az eSIM megszerzéséhez nyissa meg a hivatkozásokat a telefonján.}}',
  claimIntroHere:
    'Itt a kódja. Nyissa meg a hivatkozást a telefonján, és az eSIM néhány perc alatt telepítve lesz.',
  lowMoreHere: 'Az alábbi hivatkozáson láthatja, mennyi maradt.',
  openEsim: 'Az eSIM-em megtekintése',
  readySubject: 'Az eSIM-je hivatkozása',
  readyIntro:
    'Ezzel a hivatkozással telepítheti az eSIM-et, és láthatja, mennyi adat maradt. Azon a telefonon nyissa meg, amellyel utazik, és ne adja tovább.',

  receiptSubject: 'Vásárlási bizonylat',
  receiptIntro: 'Köszönjük a vásárlást. {amount} összeget fizetett, adóval együtt.',
  receiptNumber: 'Vásárlás száma: {number}',
  receiptSeller: 'Eladó: {seller}',
  refundedSubject: 'A pénze úton van vissza',
  refundedIntro:
    'Visszatérítünk {amount} összeget ugyanazon a módon, ahogyan fizetett. Akár tíz napig is tarthat.',

  whyTrip: 'Ezt az e-mailt utazása miatt küldjük Önnek. Feladó: {partner}.',
  whyClaim:
    'Ezt az e-mailt azért küldjük, mert ezzel a címmel kódot igényeltek. Feladó: {partner}. Ha nem Ön volt az, hagyja figyelmen kívül.',
  whyPurchase: 'Ezt az e-mailt a(z) {partner} küldi a vásárlása miatt.',
};
