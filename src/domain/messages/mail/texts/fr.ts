import { changeTexts } from './change-texts.ts';
import type { Texts } from './en.ts';

const french: Texts = {
  greeting: 'Bonjour {name},',
  greetingNobody: 'Bonjour,',
  closing: 'Bon voyage !',

  confirmationSubject: 'Votre forfait de données est prêt',
  confirmationIntro:
    '{count, plural, one {Un forfait de données vous attend pour votre voyage.} other {# forfaits de données vous attendent pour votre voyage.}}',
  howToInstall:
    'Ouvrez l’application et installez votre eSIM avant le départ, tant que vous avez le Wi-Fi. Quelques minutes suffisent.',
  howToUseCode:
    '{count, plural, one {Ouvrez le lien sur votre téléphone, ou saisissez le code dans l’application, pour obtenir votre eSIM.} other {Ouvrez les liens sur votre téléphone, ou saisissez les codes dans l’application, pour obtenir votre eSIM.}}',
  howToClaim: 'Ouvrez le lien et indiquez votre adresse e-mail : vous recevrez le code par e-mail.',

  claimSubject: 'Votre code pour l’internet mobile',
  claimIntro:
    'Voici votre code. Ouvrez le lien sur votre téléphone, ou saisissez le code dans l’application : votre eSIM sera installée en quelques minutes.',

  reminderSubject: 'Bientôt le départ : votre eSIM est-elle prête ?',
  reminderSubjectInstalled: 'Bientôt le départ : votre eSIM est prête',
  reminderOn: 'Votre voyage commence le {date}.',
  reminderSoon: 'Votre voyage commence bientôt.',
  reminderToInstall:
    'Votre eSIM n’est pas encore sur votre téléphone. Installez-la avant le départ, tant que vous avez le Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Votre code n’a pas encore été utilisé. Utilisez-le avant le départ, tant que vous avez le Wi-Fi.} other {# de vos codes n’ont pas encore été utilisés. Utilisez-les avant le départ, tant que vous avez le Wi-Fi.}}',
  reminderInstalled: 'Votre eSIM est déjà sur votre téléphone.',
  onArrival:
    'À l’arrivée, choisissez l’eSIM pour les données mobiles et activez l’itinérance des données.',

  lowSubject: 'Vous avez utilisé {percent} de votre forfait de données',
  lowIntro: 'Vous avez utilisé {percent} de votre forfait de données.',
  lowLeft: 'Encore disponible : {size}.',
  lowMore: 'Dans l’application, vous voyez ce qu’il vous reste et pouvez en ajouter.',
  usedUpSubject: 'Votre forfait de données est épuisé',
  usedUpIntro: 'Vous avez utilisé tout votre forfait de données.',

  expiringSubject: 'Votre forfait de données expire bientôt',
  expiringIntro: 'Vous pouvez utiliser votre forfait de données jusqu’au {moment}.',
  expiringSoon: 'Votre forfait de données expire bientôt.',

  anyDestination: 'Destination de votre choix',
  countries: 'Pour : {countries}',
  unlimited: 'Données illimitées',
  days: '{days, plural, one {# jour dès la première utilisation} other {# jours dès la première utilisation}}',
  departure: 'Départ : {date}',
  code: 'Votre code',
  validUntil: 'Valable jusqu’au {date}',
  useCode: 'Utiliser le code',
  getCode: 'Obtenir le code',
  passOn:
    'Pour une personne qui voyage avec vous ? Ce lien lui permet de recevoir le code par e-mail :',
  colon: '{label} :',
  scan: 'Vous lisez ce message sur un ordinateur ? Scannez l’image avec votre téléphone.',
  qrAlt: 'Code QR qui ouvre l’application avec le code {code}',
  installEsim: 'Installer l’eSIM',
  openApp: 'Ouvrir l’application',
  howToInstallHere:
    'Ouvrez le lien ci-dessous sur votre téléphone et installez votre eSIM avant le départ, tant que vous avez le Wi-Fi. Quelques minutes suffisent.',
  howToUseCodeHere:
    '{count, plural, one {Ouvrez le lien sur votre téléphone pour obtenir votre eSIM.} other {Ouvrez les liens sur votre téléphone pour obtenir votre eSIM.}}',
  claimIntroHere:
    'Voici votre code. Ouvrez le lien sur votre téléphone : votre eSIM sera installée en quelques minutes.',
  lowMoreHere: 'Le lien ci-dessous vous montre ce qu’il vous reste.',
  openEsim: 'Voir mon eSIM',
  readySubject: 'Le lien vers votre eSIM',
  readyIntro:
    'Ce lien vous permet d’installer votre eSIM et de voir les données qu’il vous reste. Ouvrez-le sur le téléphone que vous emportez en voyage, et gardez-le pour vous.',

  receiptSubject: 'Votre reçu',
  receiptIntro: 'Merci pour votre achat. Vous avez payé {amount}, taxes comprises.',
  receiptNumber: 'Numéro d’achat : {number}',
  receiptSeller: 'Vendu par {seller}',
  refundedSubject: 'Votre remboursement est en route',
  refundedIntro:
    'Nous vous remboursons {amount} par le moyen de paiement utilisé. Cela peut prendre jusqu’à dix jours.',

  whyTrip: '{partner} vous envoie cet e-mail en raison de votre voyage.',
  whyClaim:
    '{partner} vous envoie cet e-mail car un code a été demandé avec cette adresse. Si ce n’était pas vous, vous pouvez l’ignorer.',
  whyPurchase: 'Vous recevez cet e-mail de {partner} en raison de votre achat.',
};

/** No line begins with one of these signs: the space before them does not break. */
export const fr = changeTexts(french, (text) => text.replace(/ ([:;!?])/g, '\u00a0$1'));

/** Canada says courriel and sets no space before ! and ?. */
export const frCA = changeTexts(fr, (text) =>
  text
    .replaceAll('cet e-mail', 'ce courriel')
    .replaceAll('e-mail', 'courriel')
    .replace(/\u00a0([;!?])/g, '$1'),
);
