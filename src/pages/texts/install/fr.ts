import type { InstallTexts } from './en.ts';

export const fr: InstallTexts = {
  title: 'Installez votre eSIM',
  lead: '{partner} a une eSIM pour vous. Installez-la en Wi-Fi, avant de partir. Cela prend environ deux minutes.',
  oneTapHint: 'Votre téléphone vous demande de confirmer.',
  steps: 'Étape par étape',
  wifi: 'Connectez-vous au Wi-Fi.',
  tap: 'Touchez le bouton et suivez ce que votre téléphone affiche. Si rien ne s’ouvre, utilisez le code QR ou les codes ci-dessous.',
  scan: 'Scannez le code QR avec l’appareil que vous emportez en voyage et suivez ce qu’il affiche.',
  byHand:
    'Dans les réglages de votre appareil, ajoutez une eSIM et choisissez de saisir les informations vous-même. Copiez les codes de cette page.',
  keep: 'Ne supprimez pas l’eSIM ensuite : elle ne peut être installée qu’une fois.',
  arrive: 'À l’arrivée, activez l’eSIM et autorisez pour elle les données à l’étranger.',
  oldPhone:
    'Sur cet iPhone, l’eSIM s’installe avec un code QR ou à la main. À partir d’iOS 17.4, il suffit de toucher un bouton.',
  scanText:
    'Scannez ce code QR avec l’appareil photo du téléphone que vous emportez en voyage, ou depuis ses réglages, là où l’on ajoute une eSIM.',
  qrLabel: 'Code QR qui installe votre eSIM',
  otherDevice: 'Installer sur un autre appareil',
  thisDevice: 'Installer sur cet appareil',
  onApple: 'Sur iPhone ou iPad',
  onAndroid: 'Sur Android',
  manual: 'Saisir les codes à la main',
  smdp: 'Adresse SM-DP+',
  confirmationCode: 'Code de confirmation',
  matching: 'Code d’activation',
  whole: 'Si votre appareil ne demande qu’un seul code',
  empty: 'Laissez ce champ vide.',
  copy: 'Copier',
  copied: 'Copié',
  selected: 'Sélectionné. Copiez-le maintenant.',
  confirmation:
    'Votre appareil demandera un code de confirmation. Vous l’obtenez auprès de {partner}.',
  inAppTitle: 'Ouvrez cette page dans {browser}',
  inAppText:
    'Vous la lisez dans {app}, où l’installation ne peut pas démarrer. Ouvrez le menu de {app} et choisissez-y votre navigateur, ou copiez l’adresse de cette page.',
  inAppAny:
    'Vous la lisez dans une autre application, où l’installation risque de ne pas démarrer. Ouvrez le menu de cette application et choisissez-y votre navigateur, ou copiez l’adresse de cette page.',
  openIn: 'Ouvrir dans {browser}',
  copyAddress: 'Copier l’adresse de cette page',
  installedTitle: 'Votre eSIM est installée',
  installedText: 'Elle est déjà sur un appareil. Il n’y a plus rien à installer.',
  enabledTitle: 'Votre eSIM est activée',
  enabledText: 'Elle est installée et activée. Il n’y a plus rien à installer.',
  next: 'Ce qu’il reste à faire',
  switchOn: 'Activez l’eSIM dans les réglages de votre appareil.',
  useData: 'Choisissez-la pour les données mobiles.',
  roaming: 'Autorisez pour elle les données à l’étranger.',
  removedTitle: 'Cette eSIM ne peut plus être installée',
  removedText: 'Elle a été supprimée de son appareil ou remplacée.',
};

/** Canada writes its punctuation without the space, and numérise. */
export const frCA: Partial<InstallTexts> = {
  keep: 'Ne supprimez pas l’eSIM ensuite: elle ne peut être installée qu’une fois.',
  arrive: 'À l’arrivée, activez l’eSIM et autorisez pour elle l’itinérance des données.',
  scan: 'Numérisez le code QR avec l’appareil que vous emportez en voyage et suivez ce qu’il affiche.',
  scanText:
    'Numérisez ce code QR avec l’appareil photo du téléphone que vous emportez en voyage, ou depuis ses réglages, là où l’on ajoute une eSIM.',
  roaming: 'Autorisez pour elle l’itinérance des données.',
};
