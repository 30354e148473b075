import type { Texts } from './en.ts';

export const it: Texts = {
  greeting: 'Gentile {name},',
  greetingNobody: 'Buongiorno,',
  closing: 'Buon viaggio!',

  confirmationSubject: 'I Suoi dati mobili sono pronti',
  confirmationIntro:
    '{count, plural, one {Un pacchetto dati per il Suo viaggio è pronto.} other {# pacchetti dati per il Suo viaggio sono pronti.}}',
  howToInstall:
    'Apra l’app e installi la eSIM prima di partire, mentre ha il Wi-Fi. Bastano pochi minuti.',
  howToUseCode:
    '{count, plural, one {Per ottenere la eSIM, apra il link sul telefono o inserisca il codice nell’app.} other {Per ottenere la eSIM, apra i link sul telefono o inserisca i codici nell’app.}}',
  howToClaim: 'Apra il link e inserisca il Suo indirizzo e-mail: riceverà il codice per e-mail.',

  claimSubject: 'Il Suo codice per i dati mobili',
  claimIntro:
    'Ecco il Suo codice. Apra il link sul telefono o inserisca il codice nell’app: in pochi minuti la eSIM sarà installata.',

  reminderSubject: 'Manca poco alla partenza: la eSIM è pronta?',
  reminderSubjectInstalled: 'Manca poco alla partenza: la eSIM è pronta',
  reminderOn: 'Inizio del Suo viaggio: {date}.',
  reminderSoon: 'Il Suo viaggio inizia tra poco.',
  reminderToInstall:
    'La eSIM non è ancora sul Suo telefono. La installi prima di partire, mentre ha il Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Il Suo codice non è ancora stato usato. Lo usi prima di partire, mentre ha il Wi-Fi.} other {# dei Suoi codici non sono ancora stati usati. Li usi prima di partire, mentre ha il Wi-Fi.}}',
  reminderInstalled: 'La eSIM è già sul Suo telefono.',
  onArrival: 'All’arrivo scelga la eSIM per i dati mobili e attivi il roaming dati.',

  lowSubject: 'Ha usato il {percent} del Suo pacchetto dati',
  lowIntro: 'Ha usato il {percent} del Suo pacchetto dati.',
  lowLeft: 'Ancora disponibile: {size}.',
  lowMore: 'Nell’app può vedere quanto resta e aggiungere altri dati.',
  usedUpSubject: 'Il Suo pacchetto dati è esaurito',
  usedUpIntro: 'Ha usato tutto il Suo pacchetto dati.',

  expiringSubject: 'Il Suo pacchetto dati sta per scadere',
  expiringIntro: 'Può usare il Suo pacchetto dati fino a: {moment}.',
  expiringSoon: 'Il Suo pacchetto dati sta per scadere.',

  anyDestination: 'Destinazione a scelta',
  countries: 'Per: {countries}',
  unlimited: 'Dati illimitati',
  days: '{days, plural, one {# giorno dal primo utilizzo} other {# giorni dal primo utilizzo}}',
  departure: 'Partenza: {date}',
  code: 'Il Suo codice',
  validUntil: 'Valido fino al {date}',
  useCode: 'Usa il codice',
  getCode: 'Ricevi il codice',
  passOn: 'È per qualcuno che viaggia con Lei? Con questo link riceverà il codice per e-mail:',
  colon: '{label}:',
  scan: 'Sta leggendo al computer? Inquadri l’immagine con il telefono.',
  qrAlt: 'Codice QR che apre l’app con il codice {code}',
  installEsim: 'Installa la eSIM',
  openApp: 'Apri l’app',
  howToInstallHere:
    'Apra il link qui sotto sul telefono e installi la eSIM prima di partire, mentre ha il Wi-Fi. Bastano pochi minuti.',
  howToUseCodeHere:
    '{count, plural, one {Apra il link sul telefono per ottenere la Sua eSIM.} other {Apra i link sul telefono per ottenere la Sua eSIM.}}',
  claimIntroHere:
    'Ecco il Suo codice. Apra il link sul telefono: in pochi minuti la eSIM sarà installata.',
  lowMoreHere: 'Con il link qui sotto può vedere quanto resta.',
  openEsim: 'Mostra la mia eSIM',
  readySubject: 'Il link alla Sua eSIM',
  readyIntro:
    'Con questo link installa la Sua eSIM e vede quanti dati restano. Lo apra sul telefono con cui viaggia e lo tenga per sé.',

  receiptSubject: 'La tua ricevuta',
  receiptIntro: 'Grazie per l’acquisto. Hai pagato {amount}, tasse incluse.',
  receiptNumber: 'Numero di acquisto: {number}',
  receiptSeller: 'Venduto da {seller}',
  refundedSubject: 'Il tuo rimborso è in arrivo',
  refundedIntro:
    'Ti rimborsiamo {amount} con lo stesso metodo di pagamento. Possono volerci fino a dieci giorni.',

  whyTrip: 'Riceve questa e-mail da {partner} per via del Suo viaggio.',
  whyClaim:
    'Riceve questa e-mail da {partner} perché è stato richiesto un codice con questo indirizzo. Se non è stato Lei, può ignorarla.',
  whyPurchase: 'Ricevi questa e-mail da {partner} in seguito al tuo acquisto.',
};
