import type { Language } from './en.ts';

export const cs: Language = {
  menus: {
    iosSettings: 'Nastavení',
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Datový roaming',
    iosData: 'Mobilní data',
    androidSettings: 'Nastavení',
    androidNetwork: 'Síť a internet',
    androidSims: 'SIM karty',
    androidAddSim: 'Přidat SIM kartu',
    androidRoaming: 'Roaming',
    androidApn: 'Názvy přístupových bodů',
    samsungConnections: 'Připojení',
    samsungSimManager: 'Správce SIM',
    samsungAddEsim: null,
    samsungNetworks: 'Mobilní sítě',
    samsungRoaming: 'Datový roaming',
    samsungData: 'Mobilní data',
  },
  steps: {
    waitForEsim:
      'Vaše eSIM ještě není připravena. Otevřete aplikaci o něco později znovu; instalace začne tam.',
    checkEid:
      'Otevřete aplikaci Telefon a vytočte *#06#. Pokud se zobrazí EID, zařízení eSIM podporuje.',
    checkUnlocked:
      'Ověřte, že zařízení není blokováno na jednoho operátora. Poradí vám obchod, kde jste je koupili.',
    wifi: 'Připojte se k Wi-Fi. Udělejte to doma, ještě před odjezdem.',
    tapInstall: 'Klepněte na „{install}“, a to přímo v zařízení.',
    open: 'Otevřete {path}.',
    choose: 'Vyberte {path}.',
    chooseEsim: 'Na dotaz zvolte eSIM, ne SIM kartu.',
    scan: 'Naskenujte QR kód níže. Musí být na jiné obrazovce nebo na papíře.',
    enter: 'Zadejte adresu SM-DP+ a aktivační kód uvedené níže.',
    chooseEnter: 'Místo skenování zvolte ruční zadání kódu.',
    confirm:
      'Potvrďte a počkejte, až zařízení oznámí, že eSIM byla přidána. Trvá to jednu až dvě minuty.',
    otherWay: 'Nic se neděje? Otevřete {path} a použijte QR kód nebo kódy níže.',
    nameLine: 'Pojmenujte novou linku „Cesta“, abyste ji poznali.',
    keepLine: 'Pro hovory a zprávy si ponechte svou obvyklou linku.',
    turnOn: 'Otevřete {path} a zapněte novou linku. Přepínač je nyní barevný.',
    useForData: 'Otevřete {path} a pro mobilní data vyberte novou linku.',
    roamingOn:
      'Otevřete {path}, vyberte novou linku a zapněte {toggle}. Bez toho v zahraničí data nefungují.',
    homeRoamingOff: 'U své obvyklé linky nechte datový roaming vypnutý, aby vás nic nestála.',
    arrive: 'Po příjezdu počkejte až pět minut. Měli byste vidět název sítě a 4G nebo 5G.',
    keepEsim: 'eSIM nemažte, ani když data dojdou. Obvykle ji lze nainstalovat jen jednou.',
    flightMode: 'Zapněte režim Letadlo, počkejte deset sekund a zase jej vypněte.',
    restart: 'Restartujte zařízení.',
    network: 'Nechte zařízení vybrat síť automaticky. Pokud žádnou nenajde, vyberte jinou ručně.',
    checkData:
      'Podívejte se v aplikaci, zda vám zbývají data a zda balíček platí v zemi, kde jste.',
    apn: 'Otevřete {path}, vyberte novou linku a pak {toggle}. Nic tam neměňte; je-li seznam prázdný, zeptejte se na správný název.',
    saver: 'Vypněte spořič dat a pozastavte stahování velkých souborů.',
    coverage: 'Přejděte jinam, k oknu nebo ven, a zkuste to znovu.',
    update: 'Nainstalujte nejnovější verzi operačního systému a zkuste to znovu.',
    cleanQr:
      'Zobrazte velký QR kód na jiné, jasné obrazovce a odtud jej naskenujte. Nepoužívejte jeho fotografii.',
    codeOnce:
      'Kód funguje jen jednou. Otevřete {path} a podívejte se, zda tam eSIM už je; pokud ano, zapněte ji.',
    removed: 'eSIM byla z tohoto zařízení odebrána. Starý kód už nepoužívejte; obvykle nefunguje.',
    askNew: 'Požádejte o novou eSIM: {partner}. O balíčky, které ještě platí, nepřijdete.',
    otherDevice:
      'Nainstalujte eSIM do telefonu, ne do tohoto zařízení. Otevřete tam tento návod nebo jím naskenujte QR kód.',
    help: 'Pořád to nejde? Pomůže vám {partner}. Napište, jaké máte zařízení a jakou zprávu vidíte.',
  },
  words: {
    titleInstall: 'Instalace eSIM',
    titleWait: 'Příprava na eSIM',
    titleUse: 'Používání eSIM',
    titleTrouble: 'Řešení potíží',
    titleRemoved: 'Vaše eSIM byla odebrána',
    install: 'Nainstalovat eSIM',
    smdp: 'Adresa SM-DP+',
    confirmation: 'Potvrzovací kód',
    code: 'Aktivační kód',
    qr: 'QR kód, který nainstaluje eSIM',
  },
};
