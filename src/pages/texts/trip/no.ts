import type { TripTexts } from './en.ts';

export const no: TripTexts = {
  nextTitle: 'Slik går du videre',
  nextCode: 'Vi sender deg koden på e-post.',
  nextInstall:
    'Åpne lenken på telefonen du reiser med, og installer eSIM-et. Det tar omtrent to minutter.',
  nextArrive: 'Slå på eSIM-et når du er framme, så er du på nett.',
  esimTitle: 'Hva er et eSIM?',
  esimText:
    'Et SIM uten kort: du laster det ned på telefonen. Ditt eget SIM-kort og nummeret ditt forblir som de er.',
  phoneTitle: 'Virker det på telefonen min?',
  phoneText: 'Telefonen må støtte eSIM og må ikke være låst til én operatør.',
  model: 'Telefonen din',
  modelHint: 'Merke og modell, for eksempel iPhone 15 eller Galaxy S24.',
  check: 'Sjekk',
  modelYes: '{device}: støtter eSIM.',
  modelNo: '{device}: støtter ikke eSIM.',
  modelUnknown:
    'Vi kjenner ikke «{device}». Tast *#06# på telefonen: vises en EID, støtter den eSIM.',
  sentTo: 'Vi sender koden til {email}. Den bør være framme i løpet av noen minutter.',
  wrongAddress: 'Er adressen feil?',
  wrongAddressText:
    'Du kan rette den én gang, innen 15 minutter. Koden vi sendte før, slutter da å virke.',
  correct: 'Send den til denne adressen i stedet',
  getTitle: 'Hent eSIM-et ditt',
  getIntro: '{partner} har mobildata til reisen din. eSIM-et ditt er klart om et øyeblikk.',
  emailHint: 'Lenken til eSIM-et ditt sendes til denne adressen.',
  knownAddress: 'Lenken til eSIM-et ditt sendes også til adressen vi sendte koden til.',
  getEsim: 'Hent eSIM-et mitt',
  otherAddress: 'Bruk en annen e-postadresse',
  where: 'Hvor skal du?',
  whereMissing: 'Velg hvor du skal.',
  whereNone: 'Det finnes ikke data for dette reisemålet. Velg et annet.',
  continueHere: 'Fortsett på denne enheten',
  linkSent:
    'Lenken til eSIM-et ditt er på vei til {email}. Den bør være framme i løpet av noen minutter.',
  usedTitle: 'Denne koden er allerede brukt',
  usedText:
    'Lenken til eSIM-et ble sendt til e-postadressen som ble oppgitt den gangen. Vi kan sende den dit en gang til.',
  sendAgain: 'Send lenken på nytt',
  freshSent:
    'Hvis vi kjenner denne lenken, er en ny på vei til e-postadressen som fikk den første.',
  makingTitle: 'Vi gjør klart eSIM-et ditt',
  makingText:
    'Det kan ta noen minutter. Du kan vente her: siden går videre av seg selv. Ingenting går tapt om du lukker den.',
  lookAgain: 'Se på nytt',
  endedTitle: 'Denne lenken er utløpt',
  endedText:
    'Lenker til et eSIM virker i begrenset tid, for å beskytte det. Vi kan sende en ny til samme e-postadresse.',
  sendFresh: 'Send meg en ny lenke',
  openTitle: 'Åpne mobildataene dine',
  openText: 'For å beskytte eSIM-et ditt spør vi om e-postadressen som vi sendte lenken til.',
  open: 'Åpne',
  openWrong:
    'Vi sendte ikke lenken til den adressen. Kontroller den, eller bruk adressen der du fikk e-posten.',
  tripTitle: 'Mobildataene dine',
  tripLead: '{partner} har mobildata til reisen din.',
  addData: 'Legg til på eSIM-et mitt',
  yourData: 'Dataene dine',
  left: '{left} av {total} igjen',
  until: 'Gyldig til {moment}',
  usedUp: 'Brukt opp',
  expired: 'Ikke lenger gyldig',
  waiting: 'Ikke på eSIM-et ditt ennå',
  making: 'Gjøres klart',
  showEsim: 'Vis eSIM-et',
  allEsims: 'Alle dataene dine',
  trouble: 'Er det noe som ikke virker?',
  notFoundTitle: 'Det er ingen side her',
  notFoundText: 'Sjekk at adressen er fullstendig, eller åpne lenken i e-posten på nytt.',
};
