import type { Language } from './en.ts';

export const pl: Language = {
  menus: {
    iosSettings: 'Ustawienia',
    iosCellular: 'Sieć komórkowa',
    iosAddEsim: null,
    iosUseQr: null,
    iosManual: null,
    iosRoaming: null,
    iosData: 'Dane komórkowe',
    androidSettings: 'Ustawienia',
    androidNetwork: 'Sieć i internet',
    androidSims: 'Karty SIM',
    androidAddSim: 'Dodaj kartę SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nazwy punktów dostępu',
    samsungConnections: 'Połączenia',
    samsungSimManager: 'Menedżer kart SIM',
    samsungAddEsim: null,
    samsungNetworks: 'Sieci komórkowe',
    samsungRoaming: null,
    samsungData: 'Dane komórkowe',
  },
  steps: {
    waitForEsim:
      'Karta eSIM nie jest jeszcze gotowa. Otwórz aplikację ponownie nieco później; instalacja zacznie się tam.',
    checkEid:
      'Otwórz aplikację Telefon i wybierz *#06#. Jeśli pojawi się EID, urządzenie obsługuje eSIM.',
    checkUnlocked:
      'Upewnij się, że urządzenie nie ma blokady na jednego operatora. Informacji udzieli sklep, w którym zostało kupione.',
    wifi: 'Połącz się z Wi-Fi. Zrób to w domu, przed wyjazdem.',
    tapInstall: 'Stuknij „{install}” na samym urządzeniu.',
    open: 'Otwórz {path}.',
    choose: 'Wybierz {path}.',
    chooseEsim: 'Jeśli pojawi się pytanie, wybierz eSIM, a nie kartę SIM.',
    scan: 'Zeskanuj kod QR poniżej. Musi być na innym ekranie lub na papierze.',
    enter: 'Wpisz adres SM-DP+ i kod aktywacyjny podane poniżej.',
    chooseEnter: 'Zamiast skanowania wybierz ręczne wpisanie kodu.',
    confirm:
      'Potwierdź i poczekaj, aż urządzenie powiadomi o dodaniu eSIM. To trwa minutę lub dwie.',
    otherWay: 'Nic się nie dzieje? Otwórz {path} i użyj kodu QR lub kodów poniżej.',
    nameLine: 'Nazwij nową linię „Podróż”, aby ją rozpoznać.',
    keepLine: 'Do połączeń i wiadomości pozostaw swoją zwykłą linię.',
    turnOn: 'Otwórz {path} i włącz nową linię. Przełącznik jest teraz kolorowy.',
    useForData: 'Otwórz {path} i wybierz nową linię do transmisji danych.',
    roamingOn:
      'Otwórz {path}, wybierz nową linię i włącz {toggle}. Bez tego za granicą nie ma danych.',
    homeRoamingOff:
      'Na swojej zwykłej linii pozostaw roaming danych wyłączony, aby nic nie kosztował.',
    arrive:
      'Po przyjeździe poczekaj do pięciu minut. Powinna pojawić się nazwa sieci oraz 4G lub 5G.',
    keepEsim:
      'Nie usuwaj eSIM, nawet gdy dane się skończą. Zwykle można ją zainstalować tylko raz.',
    flightMode: 'Włącz tryb samolotowy, poczekaj dziesięć sekund i wyłącz go.',
    restart: 'Uruchom urządzenie ponownie.',
    network:
      'Pozwól urządzeniu wybrać sieć automatycznie. Jeśli żadnej nie znajdzie, wybierz inną ręcznie.',
    checkData:
      'Sprawdź w aplikacji, czy zostały dane i czy pakiet działa w kraju, w którym jesteś.',
    apn: 'Otwórz {path}, wybierz nową linię, a potem {toggle}. Niczego tam nie zmieniaj; jeśli lista jest pusta, zapytaj o właściwą nazwę.',
    saver: 'Wyłącz oszczędzanie danych i wstrzymaj pobieranie dużych plików.',
    coverage: 'Przejdź w inne miejsce, do okna lub na zewnątrz, i spróbuj ponownie.',
    update: 'Zainstaluj najnowszą wersję systemu i spróbuj ponownie.',
    cleanQr:
      'Wyświetl duży kod QR na innym, jasnym ekranie i stamtąd go zeskanuj. Nie używaj zdjęcia kodu.',
    codeOnce:
      'Kod działa tylko raz. Otwórz {path} i sprawdź, czy eSIM już tam jest; jeśli tak, włącz ją.',
    removed:
      'Karta eSIM została usunięta z tego urządzenia. Nie używaj ponownie starego kodu; zwykle już nie działa.',
    askNew: 'Poproś o nową kartę eSIM: {partner}. Pakiety, które są jeszcze ważne, nie przepadają.',
    otherDevice:
      'Zainstaluj eSIM na telefonie, a nie na tym urządzeniu. Otwórz tam tę instrukcję lub zeskanuj nim kod QR.',
    help: 'Nadal nie działa? Pomoże {partner}. Podaj, jakie masz urządzenie i jaki widzisz komunikat.',
  },
  words: {
    titleInstall: 'Instalacja eSIM',
    titleWait: 'Przygotowanie do eSIM',
    titleUse: 'Korzystanie z eSIM',
    titleTrouble: 'Rozwiązanie problemu',
    titleRemoved: 'Karta eSIM została usunięta',
    install: 'Zainstaluj eSIM',
    smdp: 'Adres SM-DP+',
    confirmation: 'Kod potwierdzenia',
    code: 'Kod aktywacyjny',
    qr: 'Kod QR, który instaluje eSIM',
  },
};
