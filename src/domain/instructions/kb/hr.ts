import type { Language } from './en.ts';

export const hr: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: 'Postavke',
    iosCellular: 'Mobilna mreža',
    iosAddEsim: 'Dodaj eSIM',
    iosUseQr: 'Koristi QR kôd',
    iosManual: 'Ručno unesi detalje',
    iosRoaming: 'Roaming podataka',
    iosData: 'Mobilni podaci',
    androidSettings: 'Postavke',
    androidNetwork: 'Mreža i internet',
    androidSims: 'SIM-ovi',
    androidAddSim: 'Dodaj SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nazivi pristupnih točaka',
    samsungConnections: 'Veze',
    samsungSimManager: 'Upravitelj SIM kartica',
    samsungAddEsim: 'Dodaj eSIM',
    samsungNetworks: 'Mobilne mreže',
    samsungRoaming: 'Podatkovni roaming',
    samsungData: 'Mobilni podaci',
  },
  steps: {
    waitForEsim:
      'Vaš eSIM još nije spreman. Otvorite aplikaciju ponovno malo kasnije; instalacija počinje ondje.',
    checkEid:
      'Otvorite aplikaciju Telefon i utipkajte *#06#. Ako se prikaže EID, uređaj podržava eSIM.',
    checkUnlocked:
      'Provjerite da uređaj nije zaključan na jednog operatera. To vam može reći trgovina u kojoj ste ga kupili.',
    wifi: 'Povežite se s Wi-Fi mrežom. Učinite to kod kuće, prije polaska.',
    tapInstall: 'Dodirnite „{install}” na samom uređaju.',
    open: 'Otvorite {path}.',
    choose: 'Odaberite {path}.',
    chooseEsim: 'Ako vas uređaj pita, odaberite eSIM, a ne SIM karticu.',
    scan: 'Skenirajte QR kôd u nastavku. Mora biti na drugom zaslonu ili na papiru.',
    enter: 'Unesite SM-DP+ adresu i aktivacijski kôd iz nastavka.',
    chooseEnter: 'Umjesto skeniranja odaberite ručni unos koda.',
    confirm:
      'Potvrdite i pričekajte dok uređaj ne javi da je eSIM dodan. To traje jednu do dvije minute.',
    otherWay: 'Ništa se ne događa? Otvorite {path} i upotrijebite QR kôd ili kodove u nastavku.',
    nameLine: 'Novu liniju nazovite „Putovanje” kako biste je prepoznali.',
    keepLine: 'Za pozive i poruke zadržite svoju uobičajenu liniju.',
    turnOn: 'Otvorite {path} i uključite novu liniju. Prekidač je sada u boji.',
    useForData: 'Otvorite {path} i odaberite novu liniju za mobilne podatke.',
    roamingOn:
      'Otvorite {path}, odaberite novu liniju i uključite {toggle}. Bez toga u inozemstvu nema podataka.',
    homeRoamingOff:
      'Podatkovni roaming uobičajene linije ostavite isključenim kako vam ništa ne bi naplatila.',
    arrive:
      'Nakon slijetanja pričekajte do pet minuta. Trebali biste vidjeti naziv mreže i 4G ili 5G.',
    keepEsim:
      'Nemojte izbrisati eSIM, čak ni kad su podaci potrošeni. Obično se može instalirati samo jednom.',
    flightMode: 'Uključite način rada u zrakoplovu, pričekajte deset sekundi i isključite ga.',
    restart: 'Ponovno pokrenite uređaj.',
    network:
      'Prepustite uređaju automatski odabir mreže. Ako je ne pronađe, ručno odaberite drugu mrežu.',
    checkData:
      'U aplikaciji provjerite ima li još podataka i pokriva li paket zemlju u kojoj se nalazite.',
    apn: 'Otvorite {path}, odaberite novu liniju i zatim {toggle}. Ondje ništa ne mijenjajte; ako je popis prazan, zatražite točan naziv.',
    saver:
      'Isključite štednju podataka i način smanjene potrošnje podataka te zaustavite velika preuzimanja.',
    coverage: 'Pođite na drugo mjesto, do prozora ili van, i pokušajte ponovno.',
    update: 'Instalirajte najnoviju verziju operacijskog sustava i pokušajte ponovno.',
    cleanQr:
      'Prikažite QR kôd velik i svijetao i skenirajte ga s drugog zaslona. Nemojte koristiti njegovu fotografiju.',
    codeOnce:
      'Kôd vrijedi samo jednom. Otvorite {path} i pogledajte je li eSIM već ondje; zatim ga uključite.',
    removed:
      'eSIM je uklonjen s ovog uređaja. Nemojte ponovno koristiti stari kôd; obično više ne vrijedi.',
    askNew: 'Zatražite novi eSIM: {partner}. Paketi koji još vrijede ne gube se.',
    otherDevice:
      'Instalirajte eSIM na telefon, a ne na ovaj uređaj. Ondje otvorite ove upute ili njime skenirajte QR kôd.',
    help: 'Još uvijek ne radi? {partner} vam može pomoći. Navedite koji uređaj imate i koju poruku vidite.',
  },
  words: {
    titleInstall: 'Instalirajte svoj eSIM',
    titleWait: 'Pripremite se za svoj eSIM',
    titleUse: 'Koristite svoj eSIM',
    titleTrouble: 'Riješite problem',
    titleRemoved: 'Vaš eSIM je uklonjen',
    install: 'Instaliraj eSIM',
    smdp: 'SM-DP+ adresa',
    confirmation: 'Kôd za potvrdu',
    code: 'Aktivacijski kôd',
    qr: 'QR kôd koji instalira eSIM',
  },
};
