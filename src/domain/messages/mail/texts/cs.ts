import type { Texts } from './en.ts';

export const cs: Texts = {
  greeting: 'Dobrý den, {name},',
  greetingNobody: 'Dobrý den,',
  closing: 'Šťastnou cestu!',

  confirmationSubject: 'Vaše mobilní data jsou připravena',
  confirmationIntro:
    '{count, plural, one {Na vaši cestu je připraven datový balíček.} few {Na vaši cestu jsou připraveny # datové balíčky.} many {Na vaši cestu je připraveno # datového balíčku.} other {Na vaši cestu je připraveno # datových balíčků.}}',
  howToInstall:
    'Otevřete aplikaci a nainstalujte si eSIM ještě před odjezdem, dokud máte Wi-Fi. Trvá to jen pár minut.',
  howToUseCode:
    '{count, plural, one {eSIM získáte tak, že otevřete odkaz v telefonu nebo zadáte kód v aplikaci.} other {eSIM získáte tak, že otevřete odkazy v telefonu nebo zadáte kódy v aplikaci.}}',
  howToClaim: 'Otevřete odkaz a zadejte svou e-mailovou adresu: kód vám přijde e-mailem.',

  claimSubject: 'Váš kód na mobilní data',
  claimIntro:
    'Zde je váš kód. Otevřete odkaz v telefonu nebo zadejte kód v aplikaci a eSIM budete mít nainstalovanou za pár minut.',

  reminderSubject: 'Brzy vyrážíte: máte připravenou eSIM?',
  reminderSubjectInstalled: 'Brzy vyrážíte: vaše eSIM je připravena',
  reminderOn: 'Vaše cesta začíná {date}.',
  reminderSoon: 'Vaše cesta brzy začíná.',
  reminderToInstall:
    'eSIM ještě nemáte v telefonu. Nainstalujte si ji před odjezdem, dokud máte Wi-Fi.',
  reminderToUseCode:
    '{count, plural, one {Váš kód ještě nebyl použit. Použijte ho před odjezdem, dokud máte Wi-Fi.} few {Zatím jste nepoužili # kódy. Použijte je před odjezdem, dokud máte Wi-Fi.} other {Zatím jste nepoužili # kódů. Použijte je před odjezdem, dokud máte Wi-Fi.}}',
  reminderInstalled: 'eSIM už máte v telefonu.',
  onArrival: 'Po příjezdu vyberte eSIM pro mobilní data a zapněte u ní datový roaming.',

  lowSubject: 'Využili jste {percent} datového balíčku',
  lowIntro: 'Využili jste {percent} svého datového balíčku.',
  lowLeft: 'Ještě zbývá: {size}.',
  lowMore: 'V aplikaci vidíte, kolik zbývá, a můžete si data dokoupit.',
  usedUpSubject: 'Váš datový balíček je vyčerpán',
  usedUpIntro: 'Využili jste celý datový balíček.',

  expiringSubject: 'Platnost vašeho datového balíčku brzy končí',
  expiringIntro: 'Datový balíček můžete využívat do: {moment}.',
  expiringSoon: 'Platnost vašeho datového balíčku brzy končí.',

  anyDestination: 'Cíl cesty podle vašeho výběru',
  countries: 'Země: {countries}',
  unlimited: 'Neomezená data',
  days: '{days, plural, one {# den od prvního použití} few {# dny od prvního použití} many {# dne od prvního použití} other {# dní od prvního použití}}',
  departure: 'Odjezd: {date}',
  code: 'Váš kód',
  validUntil: 'Platí do {date}',
  useCode: 'Použít kód',
  getCode: 'Získat kód',
  passOn: 'Je kód pro někoho, kdo cestuje s vámi? Přes tento odkaz mu přijde e-mailem:',
  colon: '{label}:',
  scan: 'Čtete to na počítači? Naskenujte obrázek telefonem.',
  qrAlt: 'QR kód, který otevře aplikaci s kódem {code}',
  installEsim: 'Nainstalovat eSIM',
  openApp: 'Otevřít aplikaci',
  howToInstallHere:
    'Otevřete níže uvedený odkaz v telefonu a nainstalujte si eSIM ještě před odjezdem, dokud máte Wi-Fi. Trvá to jen pár minut.',
  howToUseCodeHere:
    '{count, plural, one {Svou eSIM získáte, když otevřete odkaz v telefonu.} few {Svou eSIM získáte, když otevřete odkazy v telefonu.} many {Svou eSIM získáte, když otevřete odkazy v telefonu.} other {Svou eSIM získáte, když otevřete odkazy v telefonu.}}',
  claimIntroHere:
    'Zde je váš kód. Otevřete odkaz v telefonu a eSIM budete mít nainstalovanou za pár minut.',
  lowMoreHere: 'Na níže uvedeném odkazu vidíte, kolik zbývá.',
  openEsim: 'Zobrazit mou eSIM',
  readySubject: 'Odkaz na vaši eSIM',
  readyIntro:
    'Přes tento odkaz si nainstalujete eSIM a uvidíte, kolik dat zbývá. Otevřete ho v telefonu, se kterým cestujete, a nikomu ho nedávejte.',

  receiptSubject: 'Vaše účtenka',
  receiptIntro: 'Děkujeme za nákup. Zaplatili jste {amount} včetně daně.',
  receiptNumber: 'Číslo nákupu: {number}',
  receiptSeller: 'Prodávající: {seller}',
  refundedSubject: 'Vaše peníze jsou na cestě zpět',
  refundedIntro:
    'Vracíme vám {amount} stejným způsobem, jakým jste platili. Může to trvat až deset dní.',

  whyTrip: 'Tento e-mail vám posílá {partner} v souvislosti s vaší cestou.',
  whyClaim:
    'Tento e-mail vám posílá {partner}, protože s touto adresou někdo požádal o kód. Pokud jste to nebyli vy, můžete ho ignorovat.',
  whyPurchase: 'Tento e-mail od {partner} dostáváte kvůli svému nákupu.',
};
