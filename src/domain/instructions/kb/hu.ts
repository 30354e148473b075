import type { Language } from './en.ts';

export const hu: Language = {
  menus: {
    iosSettings: 'Beállítások',
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: null,
    iosData: null,
    androidSettings: 'Beállítások',
    androidNetwork: 'Hálózat és internet',
    androidSims: 'SIM-kártyák',
    androidAddSim: 'SIM hozzáadása',
    androidRoaming: 'Roaming',
    androidApn: 'Hozzáférési pontok nevei',
    samsungConnections: 'Kapcsolatok',
    samsungSimManager: 'SIM-kezelő',
    samsungAddEsim: null,
    samsungNetworks: 'Mobilhálózatok',
    samsungRoaming: null,
    samsungData: null,
  },
  steps: {
    waitForEsim:
      'Az eSIM még nincs kész. Nyissa meg újra az alkalmazást kicsit később; a telepítés ott kezdődik.',
    checkEid:
      'Nyissa meg a telefonalkalmazást, és tárcsázza: *#06#. Ha megjelenik egy EID, a készülék támogatja az eSIM-et.',
    checkUnlocked:
      'Győződjön meg róla, hogy a készülék kártyafüggetlen, vagyis nincs egyetlen szolgáltatóhoz kötve. Az üzlet, ahol vette, meg tudja mondani.',
    wifi: 'Csatlakozzon Wi-Fi-hez. Tegye ezt otthon, indulás előtt.',
    tapInstall: 'Koppintson erre magán a készüléken: „{install}”.',
    open: 'Nyissa meg: {path}.',
    choose: 'Válassza ezt: {path}.',
    chooseEsim: 'Ha a készülék rákérdez, eSIM-et válasszon, ne SIM-kártyát.',
    scan: 'Olvassa be a lenti QR-kódot. Másik képernyőn vagy papíron kell lennie.',
    enter: 'Írja be a lenti SM-DP+-címet és aktiváló kódot.',
    chooseEnter: 'Beolvasás helyett válassza a kód kézi beírását.',
    confirm:
      'Erősítse meg, és várjon, amíg a készülék jelzi, hogy az eSIM hozzá lett adva. Ez egy-két percig tart.',
    otherWay:
      'Nem történik semmi? Nyissa meg: {path}, és használja a QR-kódot vagy a lenti kódokat.',
    nameLine: 'Adja az új vonalnak az „Utazás” nevet, hogy felismerje.',
    keepLine: 'A hívásokhoz és üzenetekhez tartsa meg a szokásos vonalát.',
    turnOn: 'Nyissa meg: {path}, és kapcsolja be az új vonalat. A kapcsoló ekkor színes.',
    useForData: 'Nyissa meg: {path}, és a mobiladatokhoz válassza az új vonalat.',
    roamingOn:
      'Nyissa meg: {path}, válassza az új vonalat, és kapcsolja be ezt: {toggle}. Enélkül külföldön nem működik a mobilinternet.',
    homeRoamingOff:
      'A szokásos vonalán hagyja kikapcsolva az adatroamingot, hogy ne kerüljön semmibe.',
    arrive:
      'Érkezés után várjon legfeljebb öt percet. Egy hálózat nevét és 4G vagy 5G jelzést kell látnia.',
    keepEsim:
      'Ne törölje az eSIM-et, akkor sem, ha az adat elfogyott. Általában csak egyszer telepíthető.',
    flightMode: 'Kapcsolja be a repülőgépes üzemmódot, várjon tíz másodpercet, majd kapcsolja ki.',
    restart: 'Indítsa újra a készüléket.',
    network:
      'Hagyja, hogy a készülék automatikusan válasszon hálózatot. Ha nem talál, válasszon másikat kézzel.',
    checkData:
      'Nézze meg az alkalmazásban, hogy van-e még adat, és hogy a csomag érvényes-e abban az országban, ahol van.',
    apn: 'Nyissa meg: {path}, válassza az új vonalat, majd ezt: {toggle}. Semmit ne módosítson; ha a lista üres, kérje el a helyes nevet.',
    saver: 'Kapcsolja ki az adatforgalom-csökkentőt, és állítsa le a nagy letöltéseket.',
    coverage: 'Menjen máshová, ablakhoz vagy a szabadba, és próbálja újra.',
    update: 'Telepítse az operációs rendszer legújabb verzióját, és próbálja újra.',
    cleanQr:
      'Jelenítse meg nagyban és fényesen a QR-kódot, és olvassa be egy másik képernyőről. Ne fényképet használjon.',
    codeOnce:
      'A kód csak egyszer működik. Nyissa meg: {path}, és nézze meg, hogy az eSIM ott van-e már; ha igen, kapcsolja be.',
    removed:
      'Az eSIM-et eltávolították erről a készülékről. A régi kódot ne használja újra; általában már nem működik.',
    askNew: 'Kérjen új eSIM-et itt: {partner}. A még érvényes csomagok nem vesznek el.',
    otherDevice:
      'Az eSIM-et a telefonjára telepítse, ne erre a készülékre. Nyissa meg ott ezt az útmutatót, vagy olvassa be vele a QR-kódot.',
    help: 'Még mindig nem működik? Kérjen segítséget itt: {partner}. Írja meg, milyen készüléke van, és milyen üzenetet lát.',
  },
  words: {
    titleInstall: 'Az eSIM telepítése',
    titleWait: 'Felkészülés az eSIM-re',
    titleUse: 'Az eSIM használata',
    titleTrouble: 'A hiba elhárítása',
    titleRemoved: 'Az eSIM-et eltávolították',
    install: 'eSIM telepítése',
    smdp: 'SM-DP+-cím',
    confirmation: 'Megerősítő kód',
    code: 'Aktiváló kód',
    qr: 'Az eSIM-et telepítő QR-kód',
  },
};
