import type { Texts } from './en.ts';

export const sk: Texts = {
  greeting: 'Dobrý deň, {name},',
  greetingNobody: 'Dobrý deň,',
  closing: 'Šťastnú cestu!',

  confirmationSubject: 'Vaše mobilné dáta sú pripravené',
  confirmationIntro:
    '{count, plural, one {Na vašu cestu je pripravený dátový balík.} few {Na vašu cestu sú pripravené # dátové balíky.} many {Na vašu cestu je pripravených # dátového balíka.} other {Na vašu cestu je pripravených # dátových balíkov.}}',
  howToInstall:
    'Otvorte aplikáciu a nainštalujte si eSIM ešte pred odchodom, kým máte Wi-Fi. Trvá to len pár minút.',
  howToUseCode:
    '{count, plural, one {eSIM získate tak, že otvoríte odkaz v telefóne alebo zadáte kód v aplikácii.} other {eSIM získate tak, že otvoríte odkazy v telefóne alebo zadáte kódy v aplikácii.}}',
  howToClaim: 'Otvorte odkaz a zadajte svoju e-mailovú adresu: kód vám príde e-mailom.',

  claimSubject: 'Váš kód na mobilné dáta',
  claimIntro:
    'Tu je váš kód. Otvorte odkaz v telefóne alebo zadajte kód v aplikácii a eSIM budete mať nainštalovanú o pár minút.',

  reminderSubject: 'Čoskoro odchádzate: máte pripravenú eSIM?',
  reminderSubjectInstalled: 'Čoskoro odchádzate: vaša eSIM je pripravená',
  reminderOn: 'Vaša cesta sa začína {date}.',
  reminderSoon: 'Vaša cesta sa čoskoro začína.',
  reminderToInstall:
    'eSIM ešte nemáte v telefóne. Nainštalujte si ju pred odchodom, kým máte Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Váš kód ešte nebol použitý. Použite ho pred odchodom, kým máte Wi-Fi.} few {Zatiaľ ste nepoužili # kódy. Použite ich pred odchodom, kým máte Wi-Fi.} other {Zatiaľ ste nepoužili # kódov. Použite ich pred odchodom, kým máte Wi-Fi.}}',
  reminderInstalled: 'eSIM už máte v telefóne.',
  onArrival: 'Po príchode vyberte eSIM pre mobilné dáta a zapnite pre ňu dátový roaming.',

  lowSubject: 'Využili ste {percent} dátového balíka',
  lowIntro: 'Využili ste {percent} svojho dátového balíka.',
  lowLeft: 'Ešte zostáva: {size}.',
  lowMore: 'V aplikácii vidíte, koľko zostáva, a môžete si dáta dokúpiť.',
  usedUpSubject: 'Váš dátový balík je vyčerpaný',
  usedUpIntro: 'Využili ste celý dátový balík.',

  expiringSubject: 'Platnosť vášho dátového balíka sa čoskoro skončí',
  expiringIntro: 'Dátový balík môžete využívať do: {moment}.',
  expiringSoon: 'Platnosť vášho dátového balíka sa čoskoro skončí.',

  anyDestination: 'Cieľ cesty podľa vášho výberu',
  countries: 'Krajiny: {countries}',
  unlimited: 'Neobmedzené dáta',
  days: '{days, plural, one {# deň od prvého použitia} few {# dni od prvého použitia} many {# dňa od prvého použitia} other {# dní od prvého použitia}}',
  departure: 'Odchod: {date}',
  code: 'Váš kód',
  validUntil: 'Platí do {date}',
  useCode: 'Použiť kód',
  getCode: 'Získať kód',
  passOn: 'Je kód pre niekoho, kto cestuje s vami? Cez tento odkaz mu príde e-mailom:',
  colon: '{label}:',
  scan: 'Čítate to na počítači? Naskenujte obrázok telefónom.',
  qrAlt: 'QR kód, ktorý otvorí aplikáciu s kódom {code}',
  installEsim: 'Nainštalovať eSIM',
  openApp: 'Otvoriť aplikáciu',
  howToInstallHere:
    'Otvorte odkaz nižšie v telefóne a nainštalujte si eSIM ešte pred odchodom, kým máte Wi-Fi. Trvá to len pár minút.',
  howToUseCodeHere:
    '{count, plural, one {Svoju eSIM získate, keď otvoríte odkaz v telefóne.} few {Svoju eSIM získate, keď otvoríte odkazy v telefóne.} many {Svoju eSIM získate, keď otvoríte odkazy v telefóne.} other {Svoju eSIM získate, keď otvoríte odkazy v telefóne.}}',
  claimIntroHere:
    'Tu je váš kód. Otvorte odkaz v telefóne a eSIM budete mať nainštalovanú o pár minút.',
  lowMoreHere: 'Na odkaze nižšie vidíte, koľko zostáva.',
  openEsim: 'Zobraziť moju eSIM',
  readySubject: 'Odkaz na vašu eSIM',
  readyIntro:
    'Cez tento odkaz si nainštalujete eSIM a uvidíte, koľko dát zostáva. Otvorte ho v telefóne, s ktorým cestujete, a nikomu ho nedávajte.',

  receiptSubject: 'Vaša účtenka',
  receiptIntro: 'Ďakujeme za nákup. Zaplatili ste {amount} vrátane dane.',
  receiptNumber: 'Číslo nákupu: {number}',
  receiptSeller: 'Predávajúci: {seller}',
  refundedSubject: 'Vaše peniaze sú na ceste späť',
  refundedIntro:
    'Vraciame vám {amount} rovnakým spôsobom, akým ste platili. Môže to trvať až desať dní.',

  whyTrip: 'Tento e-mail vám posiela {partner} v súvislosti s vašou cestou.',
  whyClaim:
    'Tento e-mail vám posiela {partner}, pretože s touto adresou niekto požiadal o kód. Ak ste to neboli vy, môžete ho ignorovať.',
  whyPurchase: 'Tento e-mail od {partner} dostávate pre svoj nákup.',
};
