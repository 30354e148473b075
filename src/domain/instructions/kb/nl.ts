import type { Language } from './en.ts';

export const nl: Language = {
  menus: {
    iosSettings: 'Instellingen',
    iosCellular: 'Mobiel netwerk',
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Dataroaming',
    iosData: 'Mobiele data',
    androidSettings: 'Instellingen',
    androidNetwork: 'Netwerk en internet',
    androidSims: 'Simkaarten',
    androidAddSim: 'Simkaart toevoegen',
    androidRoaming: 'Roaming',
    androidApn: 'Toegangspuntnamen',
    samsungConnections: 'Verbindingen',
    samsungSimManager: null,
    samsungAddEsim: null,
    samsungNetworks: 'Mobiele netwerken',
    samsungRoaming: 'Dataroaming',
    samsungData: 'Mobiele data',
  },
  steps: {
    waitForEsim:
      'Uw eSIM is nog niet klaar. Open de app iets later opnieuw; daar begint de installatie.',
    checkEid:
      'Open de telefoonapp en toets *#06#. Ziet u een EID, dan ondersteunt uw toestel eSIM.',
    checkUnlocked:
      'Controleer of uw toestel niet aan één provider is gekoppeld (simlock). De winkel waar u het kocht, weet dat.',
    wifi: 'Maak verbinding met wifi. Doe dit thuis, voordat u vertrekt.',
    tapInstall: 'Tik op het toestel zelf op ‘{install}’.',
    open: 'Open {path}.',
    choose: 'Kies {path}.',
    chooseEsim: 'Kies voor een eSIM en niet voor een simkaart, als daarnaar wordt gevraagd.',
    scan: 'Scan de QR-code hieronder. Die moet op een ander scherm of op papier staan.',
    enter: 'Vul het SM-DP+-adres en de activeringscode van hieronder in.',
    chooseEnter: 'Kies ervoor de code met de hand in te voeren in plaats van te scannen.',
    confirm:
      'Bevestig en wacht tot het toestel meldt dat de eSIM is toegevoegd. Dat duurt één à twee minuten.',
    otherWay: 'Gebeurt er niets? Open {path} en gebruik de QR-code of de codes hieronder.',
    nameLine: 'Noem de nieuwe lijn ‘Reizen’, zodat u hem herkent.',
    keepLine: 'Houd uw gewone lijn voor bellen en berichten.',
    turnOn: 'Open {path} en zet de nieuwe lijn aan. De schakelaar is nu gekleurd.',
    useForData: 'Open {path} en kies de nieuwe lijn voor mobiele data.',
    roamingOn:
      'Open {path}, kies de nieuwe lijn en zet {toggle} aan. Anders hebt u in het buitenland geen data.',
    homeRoamingOff: 'Laat dataroaming voor uw gewone lijn uit, zodat die u niets kost.',
    arrive:
      'Wacht na aankomst maximaal vijf minuten. U ziet dan de naam van een netwerk en 4G of 5G.',
    keepEsim:
      'Verwijder de eSIM niet, ook niet als de data op is. Installeren kan meestal maar één keer.',
    flightMode: 'Zet de vliegtuigstand aan, wacht tien seconden en zet hem weer uit.',
    restart: 'Start het toestel opnieuw op.',
    network:
      'Laat het toestel het netwerk automatisch kiezen. Vindt het niets, kies dan zelf een ander netwerk.',
    checkData: 'Kijk in de app of u nog data hebt en of uw pakket geldt in het land waar u bent.',
    apn: 'Open {path}, kies de nieuwe lijn en daarna {toggle}. Verander daar niets; is de lijst leeg, vraag dan naar de juiste naam.',
    saver: 'Zet databesparing uit en stop grote downloads.',
    coverage: 'Ga naar een andere plek, bij een raam of buiten, en probeer het opnieuw.',
    update: 'Installeer de nieuwste versie van het besturingssysteem en probeer het opnieuw.',
    cleanQr:
      'Toon de QR-code groot en helder en scan hem vanaf een ander scherm. Gebruik er geen foto van.',
    codeOnce:
      'De code werkt maar één keer. Open {path} en kijk of de eSIM er al staat; zet hem dan aan.',
    removed:
      'De eSIM is van dit toestel verwijderd. Gebruik de oude code niet opnieuw; die werkt meestal niet meer.',
    askNew:
      'Vraag {partner} om een nieuwe eSIM. Pakketten die nog geldig zijn, gaan niet verloren.',
    otherDevice:
      'Installeer de eSIM op uw telefoon en niet op dit toestel. Open deze uitleg daar of scan de QR-code ermee.',
    help: 'Werkt het nog niet? Vraag {partner}. Zeg welk toestel u hebt en welke melding u ziet.',
  },
  words: {
    titleInstall: 'Uw eSIM installeren',
    titleWait: 'Uw eSIM voorbereiden',
    titleUse: 'Uw eSIM gebruiken',
    titleTrouble: 'Het probleem oplossen',
    titleRemoved: 'Uw eSIM is verwijderd',
    install: 'eSIM installeren',
    smdp: 'SM-DP+-adres',
    confirmation: 'Bevestigingscode',
    code: 'Activeringscode',
    qr: 'QR-code waarmee u de eSIM installeert',
  },
};
