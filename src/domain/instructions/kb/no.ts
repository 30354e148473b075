import type { Language } from './en.ts';

export const no: Language = {
  menus: {
    iosSettings: 'Innstillinger',
    iosCellular: 'Mobilnett',
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: null,
    iosData: 'Mobildata',
    androidSettings: 'Innstillinger',
    androidNetwork: 'Nettverk og internett',
    androidSims: 'SIM-kort',
    androidAddSim: 'Legg til SIM-kort',
    androidRoaming: 'Roaming',
    androidApn: 'Navn på tilgangspunkt',
    samsungConnections: 'Tilkoblinger',
    samsungSimManager: 'SIM-kortadministrator',
    samsungAddEsim: null,
    samsungNetworks: 'Mobilnett',
    samsungRoaming: 'Dataroaming',
    samsungData: 'Mobildata',
  },
  steps: {
    waitForEsim:
      'eSIM-kortet er ikke klart ennå. Åpne appen igjen litt senere; installasjonen begynner der.',
    checkEid: 'Åpne telefonappen og slå *#06#. Vises en EID, støtter enheten eSIM.',
    checkUnlocked:
      'Kontroller at enheten ikke er låst til én operatør. Butikken der du kjøpte den, kan svare på det.',
    wifi: 'Koble til wifi. Gjør det hjemme, før du reiser.',
    tapInstall: 'Trykk på «{install}» på selve enheten.',
    open: 'Åpne {path}.',
    choose: 'Velg {path}.',
    chooseEsim: 'Velg et eSIM-kort og ikke et fysisk SIM-kort hvis du blir spurt.',
    scan: 'Skann QR-koden nedenfor. Den må være på en annen skjerm eller på papir.',
    enter: 'Skriv inn SM-DP+-adressen og aktiveringskoden nedenfor.',
    chooseEnter: 'Velg å skrive inn koden manuelt i stedet for å skanne.',
    confirm:
      'Bekreft og vent til enheten sier at eSIM-kortet er lagt til. Det tar ett til to minutter.',
    otherWay: 'Skjer det ingenting? Åpne {path} og bruk QR-koden eller kodene nedenfor.',
    nameLine: 'Kall den nye linjen «Reise», så du kjenner den igjen.',
    keepLine: 'Behold den vanlige linjen din til samtaler og meldinger.',
    turnOn: 'Åpne {path} og slå på den nye linjen. Bryteren er nå farget.',
    useForData: 'Åpne {path} og velg den nye linjen for mobildata.',
    roamingOn:
      'Åpne {path}, velg den nye linjen og slå på {toggle}. Ellers får du ikke data i utlandet.',
    homeRoamingOff: 'La dataroaming være av for den vanlige linjen, så den ikke koster noe.',
    arrive: 'Vent opptil fem minutter etter ankomst. Du skal se navnet på et nett og 4G eller 5G.',
    keepEsim:
      'Ikke slett eSIM-kortet, heller ikke når dataene er brukt opp. Det kan vanligvis bare installeres én gang.',
    flightMode: 'Slå på flymodus, vent ti sekunder og slå den av igjen.',
    restart: 'Start enheten på nytt.',
    network: 'La enheten velge nett automatisk. Finner den ikke noe, velg et annet nett manuelt.',
    checkData: 'Se i appen om det er data igjen, og om pakken gjelder i landet der du er.',
    apn: 'Åpne {path}, velg den nye linjen og deretter {toggle}. Ikke endre noe der; er listen tom, spør etter riktig navn.',
    saver: 'Slå av datasparing og stopp store nedlastinger.',
    coverage: 'Gå et annet sted, til et vindu eller ut, og prøv igjen.',
    update: 'Installer den nyeste versjonen av operativsystemet og prøv igjen.',
    cleanQr:
      'Vis QR-koden stor og lys, og skann den fra en annen skjerm. Ikke bruk et bilde av den.',
    codeOnce:
      'Koden virker bare én gang. Åpne {path} og se om eSIM-kortet allerede er der; slå det i så fall på.',
    removed:
      'eSIM-kortet er fjernet fra denne enheten. Ikke bruk den gamle koden igjen; den virker vanligvis ikke lenger.',
    askNew: 'Be {partner} om et nytt eSIM-kort. Pakker som fortsatt gjelder, går ikke tapt.',
    otherDevice:
      'Installer eSIM-kortet på telefonen, ikke på denne enheten. Åpne veiledningen der, eller skann QR-koden med den.',
    help: 'Virker det fortsatt ikke? Spør {partner}. Fortell hvilken enhet du har, og hvilken melding du ser.',
  },
  words: {
    titleInstall: 'Installer eSIM-kortet',
    titleWait: 'Gjør klart for eSIM-kortet',
    titleUse: 'Bruk eSIM-kortet',
    titleTrouble: 'Løs problemet',
    titleRemoved: 'eSIM-kortet er fjernet',
    install: 'Installer eSIM',
    smdp: 'SM-DP+-adresse',
    confirmation: 'Bekreftelseskode',
    code: 'Aktiveringskode',
    qr: 'QR-kode som installerer eSIM-kortet',
  },
};
