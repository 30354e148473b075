import type { TripTexts } from './en.ts';

export const it: TripTexts = {
  nextTitle: 'Che cosa succede dopo',
  nextCode: 'Ti inviamo il codice per e-mail.',
  nextInstall:
    'Apri il link sul telefono con cui viaggi e installa la eSIM. Bastano circa due minuti.',
  nextArrive: 'All’arrivo attiva la eSIM e sei online.',
  esimTitle: 'Che cos’è una eSIM?',
  esimText:
    'Una SIM senza scheda: la scarichi sul telefono. La tua scheda SIM e il tuo numero restano come sono.',
  phoneTitle: 'Funziona sul mio telefono?',
  phoneText: 'Il telefono deve supportare la eSIM e non deve essere bloccato su un operatore.',
  model: 'Il tuo telefono',
  modelHint: 'Marca e modello, per esempio iPhone 15 o Galaxy S24.',
  check: 'Verifica',
  modelYes: '{device}: supporta la eSIM.',
  modelNo: '{device}: non supporta la eSIM.',
  modelUnknown:
    'Non conosciamo «{device}». Digita *#06# sul telefono: se compare un EID, supporta la eSIM.',
  sentTo: 'Stiamo inviando il codice a {email}. Dovrebbe arrivare tra pochi minuti.',
  wrongAddress: 'L’indirizzo è sbagliato?',
  wrongAddressText:
    'Puoi correggerlo una volta, entro 15 minuti. Il codice già inviato smetterà di funzionare.',
  correct: 'Invia invece a questo indirizzo',
  getTitle: 'Ottieni la tua eSIM',
  getIntro: '{partner} ha dati mobili per il tuo viaggio. La tua eSIM è pronta in un attimo.',
  emailHint: 'Il link alla tua eSIM viene inviato a questo indirizzo.',
  knownAddress:
    'Il link alla tua eSIM viene inviato anche all’indirizzo a cui abbiamo mandato il codice.',
  getEsim: 'Ottieni la mia eSIM',
  otherAddress: 'Usa un altro indirizzo e-mail',
  where: 'Dove vai?',
  whereMissing: 'Scegli dove vai.',
  whereNone: 'Per questa destinazione non ci sono dati. Scegline un’altra.',
  continueHere: 'Continua su questo dispositivo',
  linkSent: 'Il link alla tua eSIM è in arrivo a {email}. Dovrebbe arrivare tra pochi minuti.',
  usedTitle: 'Questo codice è già stato usato',
  usedText:
    'Il link alla eSIM è stato inviato all’indirizzo e-mail indicato allora. Possiamo inviarlo di nuovo lì.',
  sendAgain: 'Invia di nuovo il link',
  freshSent:
    'Se conosciamo questo link, uno nuovo è in arrivo all’indirizzo e-mail a cui è andato il primo.',
  makingTitle: 'Stiamo preparando la tua eSIM',
  makingText:
    'Può richiedere qualche minuto. Puoi aspettare qui: la pagina prosegue da sola. Se la chiudi non si perde nulla.',
  lookAgain: 'Controlla di nuovo',
  endedTitle: 'Questo link è scaduto',
  endedText:
    'I link a una eSIM valgono per un tempo limitato, per proteggerla. Possiamo inviarne uno nuovo allo stesso indirizzo e-mail.',
  sendFresh: 'Inviami un nuovo link',
  openTitle: 'Apri i tuoi dati mobili',
  openText:
    'Per proteggere la tua eSIM chiediamo l’indirizzo e-mail a cui abbiamo inviato questo link.',
  open: 'Apri',
  openWrong:
    'Non abbiamo inviato questo link a quell’indirizzo. Controllalo, oppure usa quello a cui hai ricevuto l’e-mail.',
  tripTitle: 'I tuoi dati mobili',
  tripLead: '{partner} ha dati mobili per il tuo viaggio.',
  addData: 'Aggiungi alla mia eSIM',
  yourData: 'I tuoi dati',
  left: 'Restano {left} di {total}',
  until: 'Valido fino al {moment}',
  usedUp: 'Esaurito',
  expired: 'Non più valido',
  waiting: 'Non ancora sulla tua eSIM',
  making: 'In preparazione',
  showEsim: 'Mostra la eSIM',
  allEsims: 'Tutti i tuoi dati',
  trouble: 'Qualcosa non funziona?',
  notFoundTitle: 'Qui non c’è nessuna pagina',
  notFoundText:
    'Controlla che l’indirizzo sia completo oppure apri di nuovo il link nella tua e-mail.',
};
