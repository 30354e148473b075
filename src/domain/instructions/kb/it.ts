import type { Language } from './en.ts';

export const it: Language = {
  menus: {
    iosSettings: 'Impostazioni',
    iosCellular: 'Cellulare',
    iosAddEsim: 'Aggiungi eSIM',
    iosUseQr: null,
    iosManual: null,
    iosRoaming: 'Roaming dati',
    iosData: 'Dati cellulare',
    androidSettings: 'Impostazioni',
    androidNetwork: 'Rete e Internet',
    androidSims: 'SIM',
    androidAddSim: 'Aggiungi SIM',
    androidRoaming: 'Roaming',
    androidApn: 'Nomi punti di accesso',
    samsungConnections: 'Connessioni',
    samsungSimManager: 'Gestione SIM',
    samsungAddEsim: 'Aggiungi eSIM',
    samsungNetworks: 'Reti mobili',
    samsungRoaming: 'Roaming dati',
    samsungData: 'Dati mobili',
  },
  steps: {
    waitForEsim:
      'La Sua eSIM non è ancora pronta. Riapra l’app un po’ più tardi: l’installazione comincia lì.',
    checkEid:
      'Apra l’app Telefono e digiti *#06#. Se compare un EID, il dispositivo supporta le eSIM.',
    checkUnlocked:
      'Controlli che il dispositivo non sia bloccato su un operatore. Può dirglielo il negozio dove l’ha comprato.',
    wifi: 'Si colleghi al Wi-Fi. Lo faccia a casa, prima di partire.',
    tapInstall: 'Tocchi «{install}» sul dispositivo stesso.',
    open: 'Apra {path}.',
    choose: 'Scelga {path}.',
    chooseEsim: 'Se Le viene chiesto, scelga una eSIM e non una scheda SIM.',
    scan: 'Inquadri il codice QR qui sotto. Deve essere su un altro schermo o su carta.',
    enter: 'Inserisca l’indirizzo SM-DP+ e il codice di attivazione riportati sotto.',
    chooseEnter: 'Scelga di inserire il codice a mano invece di inquadrarlo.',
    confirm:
      'Confermi e aspetti che il dispositivo dica che la eSIM è stata aggiunta. Ci vogliono uno o due minuti.',
    otherWay: 'Non succede nulla? Apra {path} e usi il codice QR o i codici qui sotto.',
    nameLine: 'Chiami la nuova linea «Viaggio», così la riconosce.',
    keepLine: 'Tenga la linea abituale per chiamate e messaggi.',
    turnOn: 'Apra {path} e attivi la nuova linea. L’interruttore ora è colorato.',
    useForData: 'Apra {path} e scelga la nuova linea per i dati mobili.',
    roamingOn:
      'Apra {path}, scelga la nuova linea e attivi {toggle}. Altrimenti all’estero non ha dati.',
    homeRoamingOff:
      'Lasci disattivato il roaming dati della linea abituale, così non Le costa nulla.',
    arrive: 'All’arrivo aspetti fino a cinque minuti. Vedrà il nome di una rete e 4G o 5G.',
    keepEsim:
      'Non elimini la eSIM, anche se i dati sono finiti. Di solito si può installare una volta sola.',
    flightMode: 'Attivi la modalità aereo, aspetti dieci secondi e la disattivi.',
    restart: 'Riavvii il dispositivo.',
    network:
      'Lasci che il dispositivo scelga la rete da solo. Se non ne trova, ne scelga un’altra a mano.',
    checkData: 'Guardi nell’app se restano dati e se il pacchetto vale nel Paese in cui si trova.',
    apn: 'Apra {path}, scelga la nuova linea e poi {toggle}. Non cambi nulla; se l’elenco è vuoto, chieda il nome giusto.',
    saver: 'Disattivi il risparmio dati e fermi i download grandi.',
    coverage: 'Si sposti, vicino a una finestra o all’aperto, e riprovi.',
    update: 'Installi l’ultima versione del sistema operativo e riprovi.',
    cleanQr:
      'Mostri il codice QR grande e luminoso e lo inquadri da un altro schermo. Non ne usi una foto.',
    codeOnce:
      'Il codice vale una volta sola. Apra {path} e guardi se la eSIM c’è già; in tal caso la attivi.',
    removed:
      'La eSIM è stata rimossa da questo dispositivo. Non usi di nuovo il vecchio codice: di solito non funziona più.',
    askNew: 'Chieda una nuova eSIM a {partner}. I pacchetti ancora validi non vanno persi.',
    otherDevice:
      'Installi la eSIM sul telefono, non su questo dispositivo. Apra lì queste istruzioni o inquadri il codice QR con il telefono.',
    help: 'Ancora niente? Chieda a {partner}. Dica che dispositivo ha e quale messaggio vede.',
  },
  words: {
    titleInstall: 'Installi la Sua eSIM',
    titleWait: 'Si prepari per la Sua eSIM',
    titleUse: 'Usi la Sua eSIM',
    titleTrouble: 'Risolvere il problema',
    titleRemoved: 'La Sua eSIM è stata rimossa',
    install: 'Installa eSIM',
    smdp: 'Indirizzo SM-DP+',
    confirmation: 'Codice di conferma',
    code: 'Codice di attivazione',
    qr: 'Codice QR che installa la eSIM',
  },
};
