import type { Language } from './en.ts';

export const fr: Language = {
  menus: {
    iosSettings: 'Réglages',
    iosCellular: 'Données cellulaires',
    iosAddEsim: 'Ajouter une eSIM',
    iosUseQr: 'Utiliser un code QR',
    iosManual: null,
    iosRoaming: 'Données à l’étranger',
    iosData: 'Données cellulaires',
    androidSettings: 'Paramètres',
    androidNetwork: 'Réseau et Internet',
    androidSims: 'Cartes SIM',
    androidAddSim: 'Ajouter une carte SIM',
    androidRoaming: 'Itinérance',
    androidApn: 'Noms des points d’accès',
    samsungConnections: 'Connexions',
    samsungSimManager: 'Gestionnaire de carte SIM',
    samsungAddEsim: null,
    samsungNetworks: 'Réseaux mobiles',
    samsungRoaming: null,
    samsungData: 'Données mobiles',
  },
  steps: {
    waitForEsim:
      'Votre eSIM n’est pas encore prête. Rouvrez l’application un peu plus tard : l’installation commence là.',
    checkEid:
      'Ouvrez l’application Téléphone et composez *#06#. Si un EID s’affiche, votre appareil accepte l’eSIM.',
    checkUnlocked:
      'Vérifiez que votre appareil n’est pas bloqué sur un opérateur. Le magasin où vous l’avez acheté peut vous le dire.',
    wifi: 'Connectez-vous au Wi-Fi. Faites-le chez vous, avant le départ.',
    tapInstall: 'Touchez « {install} » sur l’appareil lui-même.',
    open: 'Ouvrez {path}.',
    choose: 'Choisissez {path}.',
    chooseEsim: 'Si l’appareil le demande, choisissez une eSIM et non une carte SIM.',
    scan: 'Scannez le code QR ci-dessous. Il doit se trouver sur un autre écran ou sur papier.',
    enter: 'Saisissez l’adresse SM-DP+ et le code d’activation ci-dessous.',
    chooseEnter: 'Choisissez de saisir le code à la main au lieu de le scanner.',
    confirm:
      'Confirmez et attendez que l’appareil indique que l’eSIM a été ajoutée. Cela prend une à deux minutes.',
    otherWay: 'Rien ne se passe ? Ouvrez {path} et utilisez le code QR ou les codes ci-dessous.',
    nameLine: 'Nommez la nouvelle ligne « Voyage » pour la reconnaître.',
    keepLine: 'Gardez votre ligne habituelle pour les appels et les messages.',
    turnOn: 'Ouvrez {path} et activez la nouvelle ligne. Le bouton est maintenant coloré.',
    useForData: 'Ouvrez {path} et choisissez la nouvelle ligne pour les données mobiles.',
    roamingOn:
      'Ouvrez {path}, choisissez la nouvelle ligne et activez {toggle}. Sans cela, pas de données à l’étranger.',
    homeRoamingOff:
      'Laissez l’itinérance des données désactivée sur votre ligne habituelle, pour ne rien payer.',
    arrive:
      'À l’arrivée, attendez jusqu’à cinq minutes. Vous devez voir un nom de réseau et 4G ou 5G.',
    keepEsim:
      'Ne supprimez pas l’eSIM, même si les données sont épuisées. En général, elle ne s’installe qu’une fois.',
    flightMode: 'Activez le mode avion, attendez dix secondes, puis désactivez-le.',
    restart: 'Redémarrez l’appareil.',
    network:
      'Laissez l’appareil choisir le réseau automatiquement. S’il n’en trouve pas, choisissez-en un autre à la main.',
    checkData:
      'Regardez dans l’application s’il reste des données et si votre forfait couvre le pays où vous êtes.',
    apn: 'Ouvrez {path}, choisissez la nouvelle ligne, puis {toggle}. N’y changez rien ; si la liste est vide, demandez le bon nom.',
    saver: 'Désactivez l’économiseur de données et arrêtez les gros téléchargements.',
    coverage: 'Changez d’endroit, près d’une fenêtre ou dehors, et réessayez.',
    update: 'Installez la dernière version du système et réessayez.',
    cleanQr:
      'Affichez le code QR en grand et bien lumineux, et scannez-le depuis un autre écran. N’utilisez pas de photo.',
    codeOnce:
      'Le code ne sert qu’une fois. Ouvrez {path} et regardez si l’eSIM y est déjà ; dans ce cas, activez-la.',
    removed:
      'L’eSIM a été supprimée de cet appareil. Ne réutilisez pas l’ancien code ; en général, il ne marche plus.',
    askNew:
      'Demandez une nouvelle eSIM à {partner}. Les forfaits encore valables ne sont pas perdus.',
    otherDevice:
      'Installez l’eSIM sur votre téléphone, pas sur cet appareil. Ouvrez-y ces instructions ou scannez le code QR avec.',
    help: 'Ça ne marche toujours pas ? Demandez à {partner}. Dites quel appareil vous avez et quel message s’affiche.',
  },
  words: {
    titleInstall: 'Installer votre eSIM',
    titleWait: 'Préparer votre eSIM',
    titleUse: 'Utiliser votre eSIM',
    titleTrouble: 'Résoudre le problème',
    titleRemoved: 'Votre eSIM a été supprimée',
    install: 'Installer l’eSIM',
    smdp: 'Adresse SM-DP+',
    confirmation: 'Code de confirmation',
    code: 'Code d’activation',
    qr: 'Code QR qui installe l’eSIM',
  },
};

/** What Canadian phones call their menus could not be confirmed where it may differ from France. */
export const frCA: Language = {
  menus: {
    ...fr.menus,
    iosCellular: null,
    iosAddEsim: null,
    iosUseQr: null,
    iosRoaming: null,
    iosData: null,
    samsungSimManager: null,
    samsungAddEsim: null,
    samsungData: null,
  },
  steps: {
    ...fr.steps,
    checkUnlocked:
      'Vérifiez que votre appareil n’est pas verrouillé sur un fournisseur. Le magasin où vous l’avez acheté peut vous le dire.',
    scan: 'Balayez le code QR ci-dessous. Il doit se trouver sur un autre écran ou sur papier.',
    chooseEnter: 'Choisissez d’entrer le code à la main au lieu de le balayer.',
    otherWay: 'Rien ne se passe? Ouvrez {path} et utilisez le code QR ou les codes ci-dessous.',
    cleanQr:
      'Affichez le code QR en grand et bien lumineux, et balayez-le à partir d’un autre écran. N’utilisez pas de photo.',
    otherDevice:
      'Installez l’eSIM sur votre téléphone, pas sur cet appareil. Ouvrez-y ces instructions ou balayez le code QR avec.',
    help: 'Ça ne fonctionne toujours pas? Demandez à {partner}. Dites quel appareil vous avez et quel message s’affiche.',
  },
  words: fr.words,
};
