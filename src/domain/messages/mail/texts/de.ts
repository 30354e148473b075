import { changeTexts } from './change-texts.ts';
import type { Texts } from './en.ts';

export const de: Texts = {
  greeting: 'Guten Tag {name},',
  greetingNobody: 'Guten Tag,',
  closing: 'Gute Reise!',

  confirmationSubject: 'Ihre mobilen Daten sind bereit',
  confirmationIntro:
    '{count, plural, one {Ein Datenpaket für Ihre Reise liegt für Sie bereit.} other {# Datenpakete für Ihre Reise liegen für Sie bereit.}}',
  howToInstall:
    'Öffnen Sie die App und installieren Sie Ihre eSIM vor der Abreise, solange Sie WLAN haben. Das dauert nur wenige Minuten.',
  howToUseCode:
    '{count, plural, one {Öffnen Sie den Link auf Ihrem Handy oder geben Sie den Code in der App ein, um Ihre eSIM zu erhalten.} other {Öffnen Sie die Links auf Ihrem Handy oder geben Sie die Codes in der App ein, um Ihre eSIM zu erhalten.}}',
  howToClaim:
    'Öffnen Sie den Link und geben Sie Ihre E-Mail-Adresse ein: Sie erhalten den Code per E-Mail.',

  claimSubject: 'Ihr Code für mobile Daten',
  claimIntro:
    'Hier ist Ihr Code. Öffnen Sie den Link auf Ihrem Handy oder geben Sie den Code in der App ein. In wenigen Minuten ist Ihre eSIM installiert.',

  reminderSubject: 'Bald geht es los: Ist Ihre eSIM bereit?',
  reminderSubjectInstalled: 'Bald geht es los: Ihre eSIM ist bereit',
  reminderOn: 'Ihre Reise beginnt am {date}.',
  reminderSoon: 'Ihre Reise beginnt bald.',
  reminderToInstall:
    'Ihre eSIM ist noch nicht auf Ihrem Handy. Installieren Sie sie vor der Abreise, solange Sie WLAN haben.',
  reminderToUseCode:
    '{count, plural, one {Ihr Code wurde noch nicht eingelöst. Lösen Sie ihn vor der Abreise ein, solange Sie WLAN haben.} other {# Ihrer Codes wurden noch nicht eingelöst. Lösen Sie sie vor der Abreise ein, solange Sie WLAN haben.}}',
  reminderInstalled: 'Ihre eSIM ist bereits auf Ihrem Handy.',
  onArrival:
    'Wählen Sie nach der Ankunft die eSIM für mobile Daten aus und schalten Sie das Datenroaming dafür ein.',

  lowSubject: '{percent} Ihres Datenpakets sind verbraucht',
  lowIntro: 'Sie haben {percent} Ihres Datenpakets verbraucht.',
  lowLeft: 'Noch verfügbar: {size}.',
  lowMore: 'In der App sehen Sie, was noch übrig ist, und können mehr hinzufügen.',
  usedUpSubject: 'Ihr Datenpaket ist aufgebraucht',
  usedUpIntro: 'Sie haben Ihr Datenpaket vollständig verbraucht.',

  expiringSubject: 'Ihr Datenpaket läuft bald ab',
  expiringIntro: 'Sie können Ihr Datenpaket noch nutzen bis: {moment}.',
  expiringSoon: 'Ihr Datenpaket läuft bald ab.',

  anyDestination: 'Reiseziel nach Wahl',
  countries: 'Für {countries}',
  unlimited: 'Unbegrenzte Daten',
  days: '{days, plural, one {# Tag ab der ersten Nutzung} other {# Tage ab der ersten Nutzung}}',
  departure: 'Abreise: {date}',
  code: 'Ihr Code',
  validUntil: 'Gültig bis {date}',
  useCode: 'Code einlösen',
  getCode: 'Code anfordern',
  passOn: 'Für jemanden, der mit Ihnen reist? Über diesen Link kommt der Code per E-Mail:',
  colon: '{label}:',
  scan: 'Sie lesen dies am Computer? Scannen Sie das Bild mit Ihrem Handy.',
  qrAlt: 'QR-Code, der die App mit dem Code {code} öffnet',
  installEsim: 'eSIM installieren',
  openApp: 'App öffnen',
  howToInstallHere:
    'Öffnen Sie den Link unten auf Ihrem Handy und installieren Sie Ihre eSIM vor der Abreise, solange Sie WLAN haben. Es dauert nur ein paar Minuten.',
  howToUseCodeHere:
    '{count, plural, one {Öffnen Sie den Link auf Ihrem Handy, um Ihre eSIM zu erhalten.} other {Öffnen Sie die Links auf Ihrem Handy, um Ihre eSIM zu erhalten.}}',
  claimIntroHere:
    'Hier ist Ihr Code. Öffnen Sie den Link auf Ihrem Handy, und Ihre eSIM ist in wenigen Minuten installiert.',
  lowMoreHere: 'Unter dem Link unten sehen Sie, was noch übrig ist.',
  openEsim: 'Meine eSIM anzeigen',
  readySubject: 'Der Link zu Ihrer eSIM',
  readyIntro:
    'Mit diesem Link installieren Sie Ihre eSIM und sehen, wie viele Daten noch übrig sind. Öffnen Sie ihn auf dem Handy, mit dem Sie reisen, und behalten Sie ihn für sich.',

  receiptSubject: 'Ihr Beleg',
  receiptIntro: 'Vielen Dank für Ihren Einkauf. Sie haben {amount} bezahlt, inklusive Steuern.',
  receiptNumber: 'Kaufnummer: {number}',
  receiptSeller: 'Verkauft von {seller}',
  refundedSubject: 'Ihr Geld ist auf dem Rückweg',
  refundedIntro:
    'Wir erstatten Ihnen {amount} auf dem Weg, auf dem Sie bezahlt haben. Es kann bis zu zehn Tage dauern, bis das Geld ankommt.',

  whyTrip: 'Sie erhalten diese E-Mail von {partner} aufgrund Ihrer Reise.',
  whyClaim:
    'Sie erhalten diese E-Mail von {partner}, weil mit dieser Adresse ein Code angefordert wurde. Wenn Sie das nicht waren, können Sie sie ignorieren.',
  whyPurchase: 'Sie erhalten diese E-Mail von {partner} wegen Ihres Einkaufs.',
};

/** Swiss German is written without ß. */
export const deCH = changeTexts(de, (text) => text.replaceAll('ß', 'ss'));
