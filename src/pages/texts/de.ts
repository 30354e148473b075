import type { Texts } from './en.ts';

export const de: Texts = {
  language: 'Sprache',
  claimTitle: 'Mobile Daten für Ihre Reise',
  claimIntro:
    '{partner} schenkt Ihnen mobile Daten für Ihre Zeit im Ausland. Wohin dürfen wir Ihren Code schicken?',
  offer: 'Das bekommen Sie',
  destination: 'Reiseziel',
  destinationLater: 'Wählen Sie später in der App',
  countries: 'Länder',
  countryCount: '{count, plural, one {# Land} other {# Länder}}',
  data: 'Daten',
  unlimited: 'Unbegrenzt',
  validity: 'Gültig',
  days: '{days, plural, one {# Tag} other {# Tage}}',
  fromFirstUse: 'ab der ersten Nutzung',
  useBy: 'Code einlösen bis',
  email: 'E-Mail-Adresse',
  emailHint: 'Der Code geht an diese Adresse. Der Link gilt nur einmal.',
  emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  emailInvalid:
    'Das ist keine vollständige E-Mail-Adresse. Sie sieht etwa so aus: name@example.com.',
  send: 'Code zusenden',
  errorPrefix: 'Fehler: {title}',
  sentTitle: 'Schauen Sie in Ihr Postfach',
  sentText: 'Ihr Code ist unterwegs und sollte in wenigen Minuten da sein.',
  sentHint: 'Nichts angekommen? Schauen Sie auch im Spam-Ordner nach.',
  claimedTitle: 'Dieser Link wurde schon benutzt',
  claimedText:
    'Der Code ging an die E-Mail-Adresse, die damals eingegeben wurde. Schauen Sie in diesem Postfach und im Spam-Ordner nach.',
  endedTitle: 'Dieses Angebot gilt nicht mehr',
  endedText: 'Es ist abgelaufen oder wurde zurückgezogen.',
  askPartner: 'Stimmt etwas nicht? {partner} hilft Ihnen weiter.',
  unknownTitle: 'Wir kennen diesen Link nicht',
  unknownText:
    'Prüfen Sie, ob die Adresse vollständig ist, oder bitten Sie dort um einen neuen Link, woher Sie diesen haben.',
  tooManyTitle: 'Zu viele Versuche',
  tooManyText:
    'Bitte versuchen Sie es in {minutes, plural, one {# Minute} other {# Minuten}} noch einmal. Nichts geht verloren: Ihr Link bleibt gültig.',
  checking:
    'Einen Moment: Wir prüfen, dass Sie kein Roboter sind. Die Seite geht von selbst weiter.',
  troubleTitle: 'Bei uns ist etwas schiefgegangen',
  troubleText: 'Nichts ist verloren. Bitte versuchen Sie es gleich noch einmal.',
  tryAgain: 'Noch einmal versuchen',
  phoneTitle: 'Weiter auf dem Handy',
  phoneText: 'Scannen Sie diesen QR-Code mit der Kamera des Handys, mit dem Sie reisen.',
  qrLabel: 'QR-Code, der diese Seite auf dem Handy öffnet',
  code: 'Ihr Code',
  onPhone: 'Ich bin schon am Handy',
  startTitle: 'So nutzen Sie Ihren Code',
  stepOpen: 'Öffnen Sie die App von {partner}.',
  stepOpenNeutral: 'Öffnen Sie die App Ihres Reiseanbieters.',
  stepCode: 'Geben Sie dort diesen Code ein.',
  stepInstall: 'Folgen Sie den Schritten, um Ihre eSIM einzurichten.',
  openApp: 'App öffnen',
  scriptNeeded:
    'Diese Seite braucht JavaScript. Der Link in der E-Mail von {partner} funktioniert auch ohne.',
  showQr: 'QR-Code zeigen',
  paidTitle: 'Sie können zurückgehen',
  paidText:
    'Ob Ihre Zahlung angekommen ist, sehen Sie in der App. Dort erscheint auch Ihr Datenpaket.',
  paidBack: 'Zurück',
};
