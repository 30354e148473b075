import type { TripTexts } from './en.ts';

export const fr: TripTexts = {
  nextTitle: 'Et ensuite',
  nextCode: 'Nous vous envoyons le code par e-mail.',
  nextInstall:
    'Ouvrez le lien sur le téléphone que vous emportez en voyage et installez l’eSIM. Comptez environ deux minutes.',
  nextArrive: 'À l’arrivée, activez l’eSIM et vous êtes en ligne.',
  esimTitle: 'Qu’est-ce qu’une eSIM ?',
  esimText:
    'Une SIM sans carte : vous la téléchargez sur votre téléphone. Votre carte SIM et votre numéro ne changent pas.',
  phoneTitle: 'Mon téléphone est-il compatible ?',
  phoneText:
    'Votre téléphone doit prendre en charge l’eSIM et ne pas être verrouillé par un opérateur.',
  model: 'Votre téléphone',
  modelHint: 'Marque et modèle, par exemple iPhone 15 ou Galaxy S24.',
  check: 'Vérifier',
  modelYes: '{device} : prend en charge l’eSIM.',
  modelNo: '{device} : ne prend pas en charge l’eSIM.',
  modelUnknown:
    'Nous ne connaissons pas « {device} ». Composez *#06# sur le téléphone : si un EID s’affiche, il prend en charge l’eSIM.',
  sentTo: 'Nous envoyons votre code à {email}. Il devrait arriver dans quelques minutes.',
  wrongAddress: 'L’adresse est-elle fausse ?',
  wrongAddressText:
    'Vous pouvez la corriger une fois, dans les 15 minutes. Le code déjà envoyé cessera alors de fonctionner.',
  correct: 'L’envoyer plutôt à cette adresse',
  getTitle: 'Obtenez votre eSIM',
  getIntro:
    '{partner} vous offre des données mobiles pour votre voyage. Votre eSIM est prête dans un instant.',
  emailHint: 'Le lien vers votre eSIM est envoyé à cette adresse.',
  knownAddress: 'Le lien vers votre eSIM est aussi envoyé à l’adresse qui a reçu votre code.',
  getEsim: 'Obtenir mon eSIM',
  otherAddress: 'Utiliser une autre adresse e-mail',
  where: 'Où allez-vous ?',
  whereMissing: 'Choisissez votre destination.',
  whereNone: 'Il n’y a pas de données pour cette destination. Choisissez-en une autre.',
  continueHere: 'Continuer sur cet appareil',
  linkSent:
    'Le lien vers votre eSIM est en route vers {email}. Il devrait arriver dans quelques minutes.',
  usedTitle: 'Ce code a déjà été utilisé',
  usedText:
    'Le lien vers l’eSIM a été envoyé à l’adresse e-mail indiquée alors. Nous pouvons l’y renvoyer.',
  sendAgain: 'Renvoyer le lien',
  freshSent:
    'Si nous connaissons ce lien, un nouveau est en route vers l’adresse e-mail qui a reçu le premier.',
  makingTitle: 'Nous préparons votre eSIM',
  makingText:
    'Cela peut prendre quelques minutes. Vous pouvez attendre ici : la page continue d’elle-même. Si vous la fermez, rien n’est perdu.',
  lookAgain: 'Regarder à nouveau',
  endedTitle: 'Ce lien a expiré',
  endedText:
    'Pour la protéger, les liens vers une eSIM ont une durée limitée. Nous pouvons en envoyer un nouveau à la même adresse e-mail.',
  sendFresh: 'Recevoir un nouveau lien',
  openTitle: 'Ouvrez vos données mobiles',
  openText:
    'Pour protéger votre eSIM, nous vous demandons l’adresse e-mail à laquelle nous avons envoyé ce lien.',
  open: 'Ouvrir',
  openWrong:
    'Nous n’avons pas envoyé ce lien à cette adresse. Vérifiez-la, ou indiquez celle à laquelle vous avez reçu l’e-mail.',
  tripTitle: 'Vos données mobiles',
  tripLead: '{partner} vous offre des données mobiles pour votre voyage.',
  addData: 'Ajouter à mon eSIM',
  yourData: 'Vos données',
  left: 'Il reste {left} sur {total}',
  until: 'Valable jusqu’au {moment}',
  usedUp: 'Épuisé',
  expired: 'Plus valable',
  waiting: 'Pas encore sur votre eSIM',
  making: 'En préparation',
  showEsim: 'Afficher l’eSIM',
  allEsims: 'Toutes vos données',
  trouble: 'Quelque chose ne fonctionne pas ?',
  notFoundTitle: 'Il n’y a pas de page ici',
  notFoundText: 'Vérifiez que l’adresse est complète, ou ouvrez à nouveau le lien de votre e-mail.',
};
