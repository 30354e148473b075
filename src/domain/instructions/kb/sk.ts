import type { Language } from './en.ts';

export const sk: Language = {
  menus: {
    iosSettings: 'Nastavenia',
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: null,
    iosData: 'Mobilné dáta',
    androidSettings: 'Nastavenia',
    androidNetwork: 'Sieť a internet',
    androidSims: 'SIM karty',
    androidAddSim: 'Pridať SIM kartu',
    androidRoaming: 'Roaming',
    androidApn: 'Názvy prístupových bodov',
    samsungConnections: 'Pripojenia',
    samsungSimManager: 'Správca kariet SIM',
    samsungAddEsim: null,
    samsungNetworks: 'Mobilné siete',
    samsungRoaming: null,
    samsungData: 'Mobilné dáta',
  },
  steps: {
    waitForEsim:
      'Vaša eSIM ešte nie je pripravená. Otvorte aplikáciu o niečo neskôr znova; inštalácia sa začne tam.',
    checkEid:
      'Otvorte aplikáciu Telefón a vytočte *#06#. Ak sa zobrazí EID, zariadenie podporuje eSIM.',
    checkUnlocked:
      'Overte, že zariadenie nie je blokované na jedného operátora. Poradí vám obchod, kde ste ho kúpili.',
    wifi: 'Pripojte sa k Wi-Fi. Urobte to doma, ešte pred odchodom.',
    tapInstall: 'Ťuknite na „{install}“, a to priamo v zariadení.',
    open: 'Otvorte {path}.',
    choose: 'Vyberte {path}.',
    chooseEsim: 'Na otázku zvoľte eSIM, nie SIM kartu.',
    scan: 'Naskenujte QR kód nižšie. Musí byť na inej obrazovke alebo na papieri.',
    enter: 'Zadajte adresu SM-DP+ a aktivačný kód uvedené nižšie.',
    chooseEnter: 'Namiesto skenovania zvoľte ručné zadanie kódu.',
    confirm:
      'Potvrďte a počkajte, kým zariadenie oznámi, že eSIM bola pridaná. Trvá to jednu až dve minúty.',
    otherWay: 'Nič sa nedeje? Otvorte {path} a použite QR kód alebo kódy nižšie.',
    nameLine: 'Pomenujte novú linku „Cesta“, aby ste ju spoznali.',
    keepLine: 'Na hovory a správy si ponechajte svoju bežnú linku.',
    turnOn: 'Otvorte {path} a zapnite novú linku. Prepínač je teraz farebný.',
    useForData: 'Otvorte {path} a na mobilné dáta vyberte novú linku.',
    roamingOn:
      'Otvorte {path}, vyberte novú linku a zapnite {toggle}. Bez toho v zahraničí dáta nefungujú.',
    homeRoamingOff: 'Pri svojej bežnej linke nechajte dátový roaming vypnutý, aby vás nič nestála.',
    arrive:
      'Po príchode do cieľa počkajte až päť minút. Mali by ste vidieť názov siete a 4G alebo 5G.',
    keepEsim: 'eSIM neodstraňujte, ani keď sa dáta minú. Zvyčajne sa dá nainštalovať len raz.',
    flightMode: 'Zapnite režim v lietadle, počkajte desať sekúnd a znova ho vypnite.',
    restart: 'Reštartujte zariadenie.',
    network: 'Nechajte zariadenie vybrať sieť automaticky. Ak žiadnu nenájde, vyberte inú ručne.',
    checkData: 'Pozrite sa v aplikácii, či vám zostávajú dáta a či balík platí v krajine, kde ste.',
    apn: 'Otvorte {path}, vyberte novú linku a potom {toggle}. Nič tam nemeňte; ak je zoznam prázdny, opýtajte sa na správny názov.',
    saver: 'Vypnite šetrič dát a pozastavte sťahovanie veľkých súborov.',
    coverage: 'Prejdite inam, k oknu alebo von, a skúste to znova.',
    update: 'Nainštalujte najnovšiu verziu operačného systému a skúste to znova.',
    cleanQr:
      'Zobrazte veľký QR kód na inej, jasnej obrazovke a odtiaľ ho naskenujte. Nepoužívajte jeho fotografiu.',
    codeOnce:
      'Kód funguje len raz. Otvorte {path} a pozrite sa, či tam eSIM už je; ak áno, zapnite ju.',
    removed:
      'eSIM bola z tohto zariadenia odstránená. Starý kód už nepoužívajte; zvyčajne nefunguje.',
    askNew: 'Požiadajte o novú eSIM: {partner}. O balíky, ktoré ešte platia, neprídete.',
    otherDevice:
      'Nainštalujte eSIM do telefónu, nie do tohto zariadenia. Otvorte tam tento návod alebo ním naskenujte QR kód.',
    help: 'Stále to nejde? Pomôže vám {partner}. Napíšte, aké máte zariadenie a akú správu vidíte.',
  },
  words: {
    titleInstall: 'Inštalácia eSIM',
    titleWait: 'Príprava na eSIM',
    titleUse: 'Používanie eSIM',
    titleTrouble: 'Riešenie problémov',
    titleRemoved: 'Vaša eSIM bola odstránená',
    install: 'Nainštalovať eSIM',
    smdp: 'Adresa SM-DP+',
    confirmation: 'Potvrdzovací kód',
    code: 'Aktivačný kód',
    qr: 'QR kód, ktorý nainštaluje eSIM',
  },
};
