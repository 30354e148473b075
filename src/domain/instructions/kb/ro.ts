import type { Language } from './en.ts';

export const ro: Language = {
  areMenusUnchecked: true,
  menus: {
    iosSettings: 'Configurări',
    iosCellular: 'Date celulare',
    iosAddEsim: 'Adăugați un eSIM',
    iosUseQr: 'Utilizați codul QR',
    iosManual: 'Introduceți detaliile manual',
    iosRoaming: 'Roaming date',
    iosData: 'Date celulare',
    androidSettings: 'Setări',
    androidNetwork: 'Rețea și internet',
    androidSims: 'SIM-uri',
    androidAddSim: 'Adaugă un SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nume puncte de acces',
    samsungConnections: 'Conexiuni',
    samsungSimManager: 'Manager SIM',
    samsungAddEsim: 'Adăugare eSIM',
    samsungNetworks: 'Rețele mobile',
    samsungRoaming: 'Roaming de date',
    samsungData: 'Date mobile',
  },
  steps: {
    waitForEsim:
      'eSIM-ul nu este încă gata. Deschideți din nou aplicația puțin mai târziu; instalarea începe acolo.',
    checkEid:
      'Deschideți aplicația de telefon și formați *#06#. Dacă apare un EID, dispozitivul acceptă eSIM.',
    checkUnlocked:
      'Asigurați-vă că dispozitivul nu este blocat la un singur operator. Magazinul de unde l-ați cumpărat vă poate spune.',
    wifi: 'Conectați-vă la Wi-Fi. Faceți acest lucru acasă, înainte de plecare.',
    tapInstall: 'Atingeți „{install}” chiar pe dispozitiv.',
    open: 'Deschideți {path}.',
    choose: 'Alegeți {path}.',
    chooseEsim: 'Dacă sunteți întrebat, alegeți eSIM, nu cartela SIM.',
    scan: 'Scanați codul QR de mai jos. Trebuie să fie pe alt ecran sau pe hârtie.',
    enter: 'Introduceți adresa SM-DP+ și codul de activare de mai jos.',
    chooseEnter: 'Alegeți să introduceți codul manual în loc să scanați.',
    confirm:
      'Confirmați și așteptați până când dispozitivul anunță că eSIM-ul a fost adăugat. Durează unul-două minute.',
    otherWay:
      'Nu se întâmplă nimic? Deschideți {path} și folosiți codul QR sau codurile de mai jos.',
    nameLine: 'Numiți linia nouă „Călătorie”, ca să o recunoașteți.',
    keepLine: 'Păstrați linia obișnuită pentru apeluri și mesaje.',
    turnOn: 'Deschideți {path} și activați linia nouă. Comutatorul este acum colorat.',
    useForData: 'Deschideți {path} și alegeți linia nouă pentru datele mobile.',
    roamingOn:
      'Deschideți {path}, selectați linia nouă și activați {toggle}. Fără aceasta nu există date în străinătate.',
    homeRoamingOff:
      'Lăsați roamingul de date dezactivat pentru linia obișnuită, ca să nu vă coste nimic.',
    arrive:
      'După aterizare, așteptați până la cinci minute. Ar trebui să vedeți un nume de rețea și 4G sau 5G.',
    keepEsim:
      'Nu ștergeți eSIM-ul, nici când datele s-au consumat. De obicei poate fi instalat o singură dată.',
    flightMode: 'Activați modul avion, așteptați zece secunde și dezactivați-l.',
    restart: 'Reporniți dispozitivul.',
    network:
      'Lăsați dispozitivul să aleagă rețeaua automat. Dacă nu găsește niciuna, alegeți manual altă rețea.',
    checkData:
      'Verificați în aplicație dacă au rămas date și dacă pachetul acoperă țara în care sunteți.',
    apn: 'Deschideți {path}, selectați linia nouă și apoi {toggle}. Nu schimbați nimic acolo; dacă lista este goală, cereți numele corect.',
    saver: 'Dezactivați economisirea de date și modul date reduse și opriți descărcările mari.',
    coverage: 'Mergeți în alt loc, lângă o fereastră sau afară, și încercați din nou.',
    update: 'Instalați cea mai nouă versiune a sistemului de operare și încercați din nou.',
    cleanQr:
      'Afișați codul QR mare și luminos și scanați-l de pe alt ecran. Nu folosiți o fotografie a lui.',
    codeOnce:
      'Codul funcționează o singură dată. Deschideți {path} și vedeți dacă eSIM-ul este deja acolo; apoi activați-l.',
    removed:
      'eSIM-ul a fost eliminat de pe acest dispozitiv. Nu mai folosiți codul vechi; de obicei nu mai funcționează.',
    askNew: 'Cereți un eSIM nou de la {partner}. Pachetele încă valabile nu se pierd.',
    otherDevice:
      'Instalați eSIM-ul pe telefon, nu pe acest dispozitiv. Deschideți acolo aceste instrucțiuni sau scanați cu telefonul codul QR.',
    help: 'Tot nu funcționează? Întrebați {partner}. Spuneți ce dispozitiv aveți și ce mesaj vedeți.',
  },
  words: {
    titleInstall: 'Instalați eSIM-ul',
    titleWait: 'Pregătiți-vă pentru eSIM',
    titleUse: 'Folosiți eSIM-ul',
    titleTrouble: 'Rezolvați problema',
    titleRemoved: 'eSIM-ul a fost eliminat',
    install: 'Instalați eSIM-ul',
    smdp: 'Adresă SM-DP+',
    confirmation: 'Cod de confirmare',
    code: 'Cod de activare',
    qr: 'Cod QR care instalează eSIM-ul',
  },
};
