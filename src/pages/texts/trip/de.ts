import type { TripTexts } from './en.ts';

export const de: TripTexts = {
  nextTitle: 'Wie es weitergeht',
  nextCode: 'Wir schicken Ihnen den Code per E-Mail.',
  nextInstall:
    'Öffnen Sie den Link darin auf dem Handy, mit dem Sie reisen, und installieren Sie die eSIM. Das dauert etwa zwei Minuten.',
  nextArrive: 'Schalten Sie die eSIM nach der Ankunft ein, und Sie sind online.',
  esimTitle: 'Was ist eine eSIM?',
  esimText:
    'Eine SIM ohne Karte: Sie laden sie auf Ihr Handy herunter. Ihre eigene SIM-Karte und Ihre Nummer bleiben, wie sie sind.',
  phoneTitle: 'Geht das mit meinem Handy?',
  phoneText:
    'Ihr Handy muss eSIM unterstützen und darf nicht an einen Netzbetreiber gebunden sein (SIM-Lock).',
  model: 'Ihr Handy',
  modelHint: 'Hersteller und Modell, zum Beispiel iPhone 15 oder Galaxy S24.',
  check: 'Prüfen',
  modelYes: '{device}: unterstützt eSIM.',
  modelNo: '{device}: unterstützt keine eSIM.',
  modelUnknown:
    '„{device}“ kennen wir nicht. Wählen Sie am Handy *#06#: Erscheint eine EID, unterstützt es eSIM.',
  sentTo: 'Wir schicken Ihren Code an {email}. Er sollte in wenigen Minuten da sein.',
  wrongAddress: 'Ist die Adresse falsch?',
  wrongAddressText:
    'Sie können sie einmal berichtigen, innerhalb von 15 Minuten. Der vorher verschickte Code gilt dann nicht mehr.',
  correct: 'Stattdessen an diese Adresse schicken',
  getTitle: 'Holen Sie sich Ihre eSIM',
  getIntro: '{partner} hat mobile Daten für Ihre Reise. Ihre eSIM ist gleich bereit.',
  emailHint: 'Der Link zu Ihrer eSIM geht an diese Adresse.',
  knownAddress:
    'Der Link zu Ihrer eSIM geht auch an die Adresse, an die wir Ihren Code geschickt haben.',
  getEsim: 'Meine eSIM holen',
  otherAddress: 'Eine andere E-Mail-Adresse nehmen',
  where: 'Wohin reisen Sie?',
  whereMissing: 'Wählen Sie, wohin Sie reisen.',
  whereNone: 'Für dieses Reiseziel gibt es keine Daten. Wählen Sie ein anderes.',
  continueHere: 'Auf diesem Gerät weitermachen',
  linkSent:
    'Der Link zu Ihrer eSIM ist unterwegs an {email}. Er sollte in wenigen Minuten da sein.',
  usedTitle: 'Dieser Code wurde schon eingelöst',
  usedText:
    'Der Link zur eSIM ging an die E-Mail-Adresse, die damals angegeben wurde. Wir können ihn noch einmal dorthin schicken.',
  sendAgain: 'Link noch einmal schicken',
  freshSent:
    'Wenn wir diesen Link kennen, ist ein neuer unterwegs an die E-Mail-Adresse, an die der erste ging.',
  makingTitle: 'Wir bereiten Ihre eSIM vor',
  makingText:
    'Das kann einige Minuten dauern. Sie können hier warten: Die Seite geht von selbst weiter. Wenn Sie sie schließen, geht nichts verloren.',
  lookAgain: 'Noch einmal nachsehen',
  endedTitle: 'Dieser Link ist abgelaufen',
  endedText:
    'Links zu einer eSIM gelten nur eine begrenzte Zeit, um sie zu schützen. Wir können einen neuen an dieselbe E-Mail-Adresse schicken.',
  sendFresh: 'Neuen Link zusenden',
  openTitle: 'Ihre mobilen Daten öffnen',
  openText:
    'Zum Schutz Ihrer eSIM fragen wir nach der E-Mail-Adresse, an die wir diesen Link geschickt haben.',
  open: 'Öffnen',
  openWrong:
    'An diese Adresse haben wir den Link nicht geschickt. Prüfen Sie sie, oder nehmen Sie die, an der Sie die E-Mail bekommen haben.',
  tripTitle: 'Ihre mobilen Daten',
  tripLead: '{partner} hat mobile Daten für Ihre Reise.',
  addData: 'Auf meine eSIM laden',
  yourData: 'Ihre Daten',
  left: 'Noch {left} von {total}',
  until: 'Gültig bis {moment}',
  usedUp: 'Aufgebraucht',
  expired: 'Nicht mehr gültig',
  waiting: 'Noch nicht auf Ihrer eSIM',
  making: 'Wird vorbereitet',
  showEsim: 'eSIM anzeigen',
  allEsims: 'Alle Ihre Daten',
  trouble: 'Funktioniert etwas nicht?',
  notFoundTitle: 'Hier gibt es keine Seite',
  notFoundText:
    'Prüfen Sie, ob die Adresse vollständig ist, oder öffnen Sie den Link in Ihrer E-Mail noch einmal.',
};
