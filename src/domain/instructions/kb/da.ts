import type { Language } from './en.ts';

export const da: Language = {
  menus: {
    iosSettings: 'Indstillinger',
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Dataroaming',
    iosData: 'Mobildata',
    androidSettings: 'Indstillinger',
    androidNetwork: 'Netværk og internet',
    androidSims: 'SIM-kort',
    androidAddSim: 'Tilføj SIM-kort',
    androidRoaming: 'Roaming',
    androidApn: 'Adgangspunkter',
    samsungConnections: 'Forbindelser',
    samsungSimManager: 'SIM-administrator',
    samsungAddEsim: null,
    samsungNetworks: 'Mobilnetværk',
    samsungRoaming: 'Dataroaming',
    samsungData: 'Mobile data',
  },
  steps: {
    waitForEsim:
      'Dit eSIM er ikke klar endnu. Åbn appen igen lidt senere; installationen begynder der.',
    checkEid:
      'Åbn telefonappen, og tast *#06#. Hvis der vises et EID, understøtter din enhed eSIM.',
    checkUnlocked:
      'Kontrollér, at enheden ikke er låst til ét teleselskab. Butikken, hvor du købte den, kan fortælle dig det.',
    wifi: 'Opret forbindelse til wi-fi. Gør det hjemme, før du rejser.',
    tapInstall: 'Tryk på »{install}« på selve enheden.',
    open: 'Åbn {path}.',
    choose: 'Vælg {path}.',
    chooseEsim: 'Vælg et eSIM og ikke et SIM-kort, hvis du bliver spurgt.',
    scan: 'Scan QR-koden nedenfor. Den skal være på en anden skærm eller på papir.',
    enter: 'Indtast SM-DP+-adressen og aktiveringskoden nedenfor.',
    chooseEnter: 'Vælg at indtaste koden manuelt i stedet for at scanne.',
    confirm:
      'Bekræft, og vent, til enheden siger, at eSIM’et er tilføjet. Det tager et til to minutter.',
    otherWay: 'Sker der ikke noget? Åbn {path}, og brug QR-koden eller koderne nedenfor.',
    nameLine: 'Kald den nye linje »Rejse«, så du kan kende den.',
    keepLine: 'Behold din sædvanlige linje til opkald og beskeder.',
    turnOn: 'Åbn {path}, og slå den nye linje til. Kontakten er nu farvet.',
    useForData: 'Åbn {path}, og vælg den nye linje til mobildata.',
    roamingOn:
      'Åbn {path}, vælg den nye linje, og slå {toggle} til. Ellers er der ingen data i udlandet.',
    homeRoamingOff:
      'Lad dataroaming være slået fra for din sædvanlige linje, så den ikke koster noget.',
    arrive:
      'Vent op til fem minutter efter ankomsten. Du bør se navnet på et netværk og 4G eller 5G.',
    keepEsim:
      'Slet ikke eSIM’et, heller ikke når dataene er brugt. Det kan som regel kun installeres én gang.',
    flightMode: 'Slå flytilstand til, vent ti sekunder, og slå den fra igen.',
    restart: 'Genstart enheden.',
    network:
      'Lad enheden vælge netværk automatisk. Finder den intet, så vælg et andet netværk manuelt.',
    checkData: 'Se i appen, om der er data tilbage, og om pakken gælder i det land, du er i.',
    apn: 'Åbn {path}, vælg den nye linje og derefter {toggle}. Lav ikke om på noget der; er listen tom, så spørg om det rigtige navn.',
    saver: 'Slå databesparelse fra, og stop store downloads.',
    coverage: 'Gå et andet sted hen, til et vindue eller udenfor, og prøv igen.',
    update: 'Installer den nyeste version af styresystemet, og prøv igen.',
    cleanQr: 'Vis QR-koden stor og lys, og scan den fra en anden skærm. Brug ikke et foto af den.',
    codeOnce:
      'Koden virker kun én gang. Åbn {path}, og se, om eSIM’et allerede er der; slå det i så fald til.',
    removed:
      'eSIM’et er fjernet fra denne enhed. Brug ikke den gamle kode igen; den virker som regel ikke længere.',
    askNew: 'Bed {partner} om et nyt eSIM. Pakker, der stadig gælder, går ikke tabt.',
    otherDevice:
      'Installer eSIM’et på din telefon, ikke på denne enhed. Åbn vejledningen der, eller scan QR-koden med den.',
    help: 'Virker det stadig ikke? Spørg {partner}. Fortæl, hvilken enhed du har, og hvilken besked du ser.',
  },
  words: {
    titleInstall: 'Installer dit eSIM',
    titleWait: 'Gør klar til dit eSIM',
    titleUse: 'Brug dit eSIM',
    titleTrouble: 'Løs problemet',
    titleRemoved: 'Dit eSIM er fjernet',
    install: 'Installer eSIM',
    smdp: 'SM-DP+-adresse',
    confirmation: 'Bekræftelseskode',
    code: 'Aktiveringskode',
    qr: 'QR-kode, der installerer eSIM',
  },
};
