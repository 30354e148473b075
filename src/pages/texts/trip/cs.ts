import type { TripTexts } from './en.ts';

export const cs: TripTexts = {
  nextTitle: 'Jak to bude dál',
  nextCode: 'Kód vám pošleme e-mailem.',
  nextInstall:
    'Otevřete odkaz v telefonu, se kterým cestujete, a nainstalujte eSIM. Trvá to asi dvě minuty.',
  nextArrive: 'Po příjezdu eSIM zapněte a jste online.',
  esimTitle: 'Co je eSIM?',
  esimText:
    'SIM bez karty: stáhnete si ji do telefonu. Vaše vlastní SIM karta i číslo zůstanou, jak jsou.',
  phoneTitle: 'Funguje to v mém telefonu?',
  phoneText: 'Váš telefon musí podporovat eSIM a nesmí být blokovaný na jednoho operátora.',
  model: 'Váš telefon',
  modelHint: 'Značka a model, například iPhone 15 nebo Galaxy S24.',
  check: 'Ověřit',
  modelYes: '{device}: podporuje eSIM.',
  modelNo: '{device}: eSIM nepodporuje.',
  modelUnknown:
    '„{device}“ neznáme. Vytočte na telefonu *#06#: pokud se zobrazí EID, eSIM podporuje.',
  sentTo: 'Kód posíláme na adresu {email}. Měl by dorazit během několika minut.',
  wrongAddress: 'Je adresa chybná?',
  wrongAddressText:
    'Můžete ji jednou opravit, do 15 minut. Dříve odeslaný kód pak přestane platit.',
  correct: 'Poslat raději na tuto adresu',
  getTitle: 'Získejte svou eSIM',
  getIntro: '{partner} má pro vás mobilní data na cestu. Vaše eSIM bude za chvilku připravená.',
  emailHint: 'Odkaz na vaši eSIM pošleme na tuto adresu.',
  knownAddress: 'Odkaz na vaši eSIM pošleme také na adresu, na kterou jsme poslali kód.',
  getEsim: 'Získat eSIM',
  otherAddress: 'Použít jinou e-mailovou adresu',
  where: 'Kam cestujete?',
  whereMissing: 'Vyberte, kam cestujete.',
  whereNone: 'Pro tento cíl data nejsou. Vyberte jiný.',
  continueHere: 'Pokračovat na tomto zařízení',
  linkSent:
    'Odkaz na vaši eSIM je na cestě na adresu {email}. Měl by dorazit během několika minut.',
  usedTitle: 'Tento kód už byl použit',
  usedText:
    'Odkaz na eSIM byl odeslán na tehdy zadanou e-mailovou adresu. Můžeme ho tam poslat znovu.',
  sendAgain: 'Poslat odkaz znovu',
  freshSent: 'Pokud tento odkaz známe, nový je na cestě na e-mailovou adresu, na kterou šel první.',
  makingTitle: 'Připravujeme vaši eSIM',
  makingText:
    'Může to trvat několik minut. Můžete počkat zde: stránka pokračuje sama. Když ji zavřete, nic se neztratí.',
  lookAgain: 'Podívat se znovu',
  endedTitle: 'Platnost tohoto odkazu skončila',
  endedText:
    'Odkazy na eSIM platí z bezpečnostních důvodů jen omezenou dobu. Nový můžeme poslat na stejnou e-mailovou adresu.',
  sendFresh: 'Poslat nový odkaz',
  openTitle: 'Otevřete svá mobilní data',
  openText:
    'Pro ochranu vaší eSIM se ptáme na e-mailovou adresu, na kterou jsme tento odkaz poslali.',
  open: 'Otevřít',
  openWrong:
    'Na tuto adresu jsme odkaz neposlali. Zkontrolujte ji, nebo zadejte tu, na kterou vám e-mail přišel.',
  tripTitle: 'Vaše mobilní data',
  tripLead: '{partner} má pro vás mobilní data na cestu.',
  addData: 'Přidat na mou eSIM',
  yourData: 'Vaše data',
  left: 'Zbývá {left} z {total}',
  until: 'Platí do {moment}',
  usedUp: 'Vyčerpáno',
  expired: 'Už neplatí',
  waiting: 'Zatím není na vaší eSIM',
  making: 'Připravuje se',
  showEsim: 'Zobrazit eSIM',
  allEsims: 'Všechna vaše data',
  trouble: 'Něco nefunguje?',
  notFoundTitle: 'Tady žádná stránka není',
  notFoundText: 'Zkontrolujte, zda je adresa úplná, nebo znovu otevřete odkaz ze svého e-mailu.',
};
