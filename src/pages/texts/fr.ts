import type { Texts } from './en.ts';

export const fr: Texts = {
  language: 'Langue',
  claimTitle: 'Des données mobiles pour votre voyage',
  claimIntro:
    '{partner} vous offre des données mobiles pour votre séjour à l’étranger. Dites-nous où envoyer votre code.',
  offer: 'Ce que vous recevez',
  destination: 'Destination',
  destinationLater: 'À choisir plus tard, dans l’application',
  countries: 'Pays',
  countryCount: '{count, plural, one {# pays} other {# pays}}',
  data: 'Données',
  unlimited: 'Illimitées',
  validity: 'Valable',
  days: '{days, plural, one {# jour} other {# jours}}',
  fromFirstUse: 'dès la première utilisation',
  useBy: 'Code à utiliser avant le',
  email: 'Adresse e-mail',
  emailHint: 'Le code est envoyé à cette adresse. Le lien ne sert qu’une fois.',
  emailMissing: 'Saisissez votre adresse e-mail.',
  emailInvalid: 'Cette adresse e-mail n’est pas complète. Elle ressemble à nom@example.com.',
  send: 'Recevoir le code',
  errorPrefix: 'Erreur : {title}',
  sentTitle: 'Consultez votre boîte de réception',
  sentText: 'Votre code est en route. Il devrait arriver dans quelques minutes.',
  sentHint: 'Rien reçu ? Regardez aussi dans vos courriers indésirables.',
  claimedTitle: 'Ce lien a déjà servi',
  claimedText:
    'Le code a été envoyé à l’adresse e-mail saisie à ce moment-là. Regardez dans cette boîte et dans ses courriers indésirables.',
  endedTitle: 'Cette offre n’est plus valable',
  endedText: 'Elle a expiré ou a été retirée.',
  askPartner: 'Un problème ? {partner} peut vous aider.',
  unknownTitle: 'Nous ne connaissons pas ce lien',
  unknownText:
    'Vérifiez que l’adresse est complète, ou demandez un nouveau lien là où vous avez reçu celui-ci.',
  tooManyTitle: 'Trop de tentatives',
  tooManyText:
    'Réessayez dans {minutes, plural, one {# minute} other {# minutes}}. Rien n’est perdu : votre lien reste valable.',
  checking:
    'Un instant : nous vérifions que vous n’êtes pas un robot. La page continue toute seule.',
  troubleTitle: 'Un problème est survenu de notre côté',
  troubleText: 'Rien n’est perdu. Réessayez dans un instant.',
  tryAgain: 'Réessayer',
  phoneTitle: 'Continuez sur votre téléphone',
  phoneText: 'Scannez ce code QR avec l’appareil photo du téléphone que vous emportez en voyage.',
  qrLabel: 'Code QR qui ouvre cette page sur votre téléphone',
  code: 'Votre code',
  onPhone: 'Je suis déjà sur mon téléphone',
  startTitle: 'Utilisez votre code',
  stepOpen: 'Ouvrez l’application de {partner}.',
  stepOpenNeutral: 'Ouvrez l’application de votre agence de voyages.',
  stepCode: 'Saisissez-y ce code.',
  stepInstall: 'Suivez les étapes pour installer votre eSIM.',
  openApp: 'Ouvrir l’application',
  scriptNeeded:
    'Cette page a besoin de JavaScript. Le lien dans l’e-mail de {partner} fonctionne aussi sans.',
  showQr: 'Afficher le code QR',
  paidTitle: 'Vous pouvez revenir',
  paidText: 'L’application indique si votre paiement est arrivé. Votre forfait y apparaît aussi.',
  paidBack: 'Revenir',
};

/** Canada says courriel, and writes its punctuation without the space. */
export const frCA: Partial<Texts> = {
  email: 'Adresse courriel',
  emailMissing: 'Saisissez votre adresse courriel.',
  emailInvalid: 'Cette adresse courriel n’est pas complète. Elle ressemble à nom@example.com.',
  sentHint: 'Rien reçu? Regardez aussi dans vos courriels indésirables.',
  claimedText:
    'Le code a été envoyé à l’adresse courriel saisie à ce moment-là. Regardez dans cette boîte et dans ses courriels indésirables.',
  askPartner: 'Un problème? {partner} peut vous aider.',
  phoneText: 'Numérisez ce code QR avec l’appareil photo du téléphone que vous emportez en voyage.',
};
