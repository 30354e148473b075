import type { Language } from './en.ts';

export const sv: Language = {
  menus: {
    iosSettings: 'Inställningar',
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: null,
    iosData: 'Mobildata',
    androidSettings: 'Inställningar',
    androidNetwork: 'Nätverk och internet',
    androidSims: 'SIM-kort',
    androidAddSim: 'Lägg till SIM-kort',
    androidRoaming: 'Roaming',
    androidApn: 'Namn på åtkomstpunkter',
    samsungConnections: 'Anslutningar',
    samsungSimManager: 'SIM-hanterare',
    samsungAddEsim: null,
    samsungNetworks: 'Mobila nätverk',
    samsungRoaming: 'Dataroaming',
    samsungData: 'Mobildata',
  },
  steps: {
    waitForEsim:
      'Ditt eSIM är inte klart än. Öppna appen igen lite senare; installationen börjar där.',
    checkEid: 'Öppna telefonappen och slå *#06#. Visas ett EID har enheten stöd för eSIM.',
    checkUnlocked:
      'Kontrollera att enheten inte är låst till en operatör. Butiken där du köpte den kan svara på det.',
    wifi: 'Anslut till wifi. Gör det hemma, innan du reser.',
    tapInstall: 'Tryck på ”{install}” på själva enheten.',
    open: 'Öppna {path}.',
    choose: 'Välj {path}.',
    chooseEsim: 'Välj ett eSIM och inte ett SIM-kort om du blir tillfrågad.',
    scan: 'Skanna QR-koden nedan. Den måste finnas på en annan skärm eller på papper.',
    enter: 'Ange SM-DP+-adressen och aktiveringskoden nedan.',
    chooseEnter: 'Välj att skriva in koden manuellt i stället för att skanna.',
    confirm:
      'Bekräfta och vänta tills enheten säger att eSIM:et har lagts till. Det tar en till två minuter.',
    otherWay: 'Händer ingenting? Öppna {path} och använd QR-koden eller koderna nedan.',
    nameLine: 'Kalla den nya linjen ”Resa”, så att du känner igen den.',
    keepLine: 'Behåll din vanliga linje för samtal och meddelanden.',
    turnOn: 'Öppna {path} och slå på den nya linjen. Reglaget är nu färgat.',
    useForData: 'Öppna {path} och välj den nya linjen för mobildata.',
    roamingOn:
      'Öppna {path}, välj den nya linjen och slå på {toggle}. Annars finns ingen data utomlands.',
    homeRoamingOff: 'Låt dataroaming vara av för din vanliga linje, så att den inte kostar något.',
    arrive:
      'Vänta upp till fem minuter efter ankomsten. Du ska se namnet på ett nät och 4G eller 5G.',
    keepEsim:
      'Ta inte bort eSIM:et, inte ens när datan är slut. Det går oftast bara att installera en gång.',
    flightMode: 'Slå på flygplansläge, vänta tio sekunder och slå av det igen.',
    restart: 'Starta om enheten.',
    network: 'Låt enheten välja nät automatiskt. Hittar den inget, välj ett annat nät manuellt.',
    checkData: 'Se i appen om det finns data kvar och om paketet gäller i landet där du är.',
    apn: 'Öppna {path}, välj den nya linjen och sedan {toggle}. Ändra inget där; är listan tom, fråga efter rätt namn.',
    saver: 'Slå av databesparing och stoppa stora nedladdningar.',
    coverage: 'Gå till en annan plats, vid ett fönster eller utomhus, och försök igen.',
    update: 'Installera den senaste versionen av operativsystemet och försök igen.',
    cleanQr:
      'Visa QR-koden stor och ljus och skanna den från en annan skärm. Använd inget foto av den.',
    codeOnce:
      'Koden fungerar bara en gång. Öppna {path} och se om eSIM:et redan finns där; slå då på det.',
    removed:
      'eSIM:et har tagits bort från enheten. Använd inte den gamla koden igen; den fungerar oftast inte längre.',
    askNew: 'Be {partner} om ett nytt eSIM. Paket som fortfarande gäller går inte förlorade.',
    otherDevice:
      'Installera eSIM:et på telefonen, inte på den här enheten. Öppna instruktionerna där eller skanna QR-koden med den.',
    help: 'Fungerar det fortfarande inte? Fråga {partner}. Berätta vilken enhet du har och vilket meddelande du ser.',
  },
  words: {
    titleInstall: 'Installera ditt eSIM',
    titleWait: 'Förbered dig för ditt eSIM',
    titleUse: 'Använd ditt eSIM',
    titleTrouble: 'Lös problemet',
    titleRemoved: 'Ditt eSIM har tagits bort',
    install: 'Installera eSIM',
    smdp: 'SM-DP+-adress',
    confirmation: 'Bekräftelsekod',
    code: 'Aktiveringskod',
    qr: 'QR-kod som installerar eSIM',
  },
};
