import type { Language } from './en.ts';

export const de: Language = {
  menus: {
    iosSettings: 'Einstellungen',
    iosCellular: 'Mobilfunk',
    iosAddEsim: 'eSIM hinzufügen',
    iosUseQr: 'QR-Code verwenden',
    iosManual: 'Details manuell eingeben',
    iosRoaming: 'Datenroaming',
    iosData: 'Mobile Daten',
    androidSettings: 'Einstellungen',
    androidNetwork: 'Netzwerk & Internet',
    androidSims: 'SIM-Karten',
    androidAddSim: 'SIM-Karte hinzufügen',
    androidRoaming: 'Roaming',
    androidApn: 'Zugangspunkte (APNs)',
    samsungConnections: 'Verbindungen',
    samsungSimManager: 'SIM-Manager',
    samsungAddEsim: 'eSIM hinzufügen',
    samsungNetworks: 'Mobile Netzwerke',
    samsungRoaming: null,
    samsungData: 'Mobile Daten',
  },
  steps: {
    waitForEsim:
      'Ihre eSIM ist noch nicht bereit. Öffnen Sie die App etwas später noch einmal; dort beginnt die Installation.',
    checkEid:
      'Öffnen Sie die Telefon-App und wählen Sie *#06#. Erscheint eine EID, unterstützt Ihr Gerät eSIM.',
    checkUnlocked:
      'Prüfen Sie, dass Ihr Gerät nicht an einen Netzbetreiber gebunden ist (SIM-Lock). Das weiß der Händler, bei dem Sie es gekauft haben.',
    wifi: 'Verbinden Sie sich mit einem WLAN. Am besten zu Hause, vor der Abreise.',
    tapInstall: 'Tippen Sie auf „{install}“, und zwar auf dem Gerät selbst.',
    open: 'Öffnen Sie {path}.',
    choose: 'Wählen Sie {path}.',
    chooseEsim: 'Wählen Sie bei einer Rückfrage die eSIM und nicht die SIM-Karte.',
    scan: 'Scannen Sie den QR-Code unten. Er muss auf einem anderen Bildschirm oder auf Papier stehen.',
    enter: 'Geben Sie die SM-DP+-Adresse und den Aktivierungscode von unten ein.',
    chooseEnter: 'Wählen Sie statt des Scannens die Eingabe von Hand.',
    confirm:
      'Bestätigen Sie und warten Sie, bis das Gerät meldet, dass die eSIM hinzugefügt wurde. Das dauert ein bis zwei Minuten.',
    otherWay: 'Nichts passiert? Öffnen Sie {path} und nutzen Sie den QR-Code oder die Codes unten.',
    nameLine: 'Nennen Sie die neue Leitung „Reise“, damit Sie sie wiedererkennen.',
    keepLine: 'Behalten Sie Ihre gewohnte Leitung für Anrufe und Nachrichten.',
    turnOn: 'Öffnen Sie {path} und schalten Sie die neue Leitung ein. Der Schalter ist nun farbig.',
    useForData: 'Öffnen Sie {path} und wählen Sie die neue Leitung für mobile Daten.',
    roamingOn:
      'Öffnen Sie {path}, wählen Sie die neue Leitung und schalten Sie {toggle} ein. Sonst gibt es im Ausland keine Daten.',
    homeRoamingOff:
      'Lassen Sie das Datenroaming Ihrer gewohnten Leitung aus, damit sie nichts kostet.',
    arrive:
      'Warten Sie nach der Ankunft bis zu fünf Minuten. Dann sehen Sie einen Netznamen und 4G oder 5G.',
    keepEsim:
      'Löschen Sie die eSIM nicht, auch wenn die Daten verbraucht sind. Meist lässt sie sich nur einmal installieren.',
    flightMode:
      'Schalten Sie den Flugmodus ein, warten Sie zehn Sekunden und schalten Sie ihn wieder aus.',
    restart: 'Starten Sie das Gerät neu.',
    network:
      'Lassen Sie das Gerät das Netz automatisch wählen. Findet es keines, wählen Sie ein anderes Netz von Hand.',
    checkData:
      'Sehen Sie in der App nach, ob noch Daten übrig sind und ob Ihr Paket in diesem Land gilt.',
    apn: 'Öffnen Sie {path}, wählen Sie die neue Leitung und dann {toggle}. Ändern Sie dort nichts; ist die Liste leer, fragen Sie nach dem richtigen Namen.',
    saver: 'Schalten Sie Datensparmodi aus und beenden Sie große Downloads.',
    coverage:
      'Gehen Sie an einen anderen Ort, ans Fenster oder ins Freie, und versuchen Sie es noch einmal.',
    update:
      'Installieren Sie die neueste Version des Betriebssystems und versuchen Sie es noch einmal.',
    cleanQr:
      'Zeigen Sie den QR-Code groß und hell und scannen Sie ihn von einem anderen Bildschirm. Nehmen Sie kein Foto davon.',
    codeOnce:
      'Der Code gilt nur einmal. Öffnen Sie {path} und sehen Sie nach, ob die eSIM schon da ist; schalten Sie sie dann ein.',
    removed:
      'Die eSIM wurde von diesem Gerät entfernt. Verwenden Sie den alten Code nicht noch einmal; er gilt meist nicht mehr.',
    askNew: 'Bitten Sie {partner} um eine neue eSIM. Noch gültige Pakete gehen nicht verloren.',
    otherDevice:
      'Installieren Sie die eSIM auf Ihrem Handy, nicht auf diesem Gerät. Öffnen Sie diese Anleitung dort oder scannen Sie damit den QR-Code.',
    help: 'Klappt es noch nicht? Fragen Sie {partner}. Sagen Sie, welches Gerät Sie haben und welche Meldung erscheint.',
  },
  words: {
    titleInstall: 'Ihre eSIM installieren',
    titleWait: 'Ihre eSIM vorbereiten',
    titleUse: 'Ihre eSIM nutzen',
    titleTrouble: 'Das Problem lösen',
    titleRemoved: 'Ihre eSIM wurde entfernt',
    install: 'eSIM installieren',
    smdp: 'SM-DP+-Adresse',
    confirmation: 'Bestätigungscode',
    code: 'Aktivierungscode',
    qr: 'QR-Code, der die eSIM installiert',
  },
};
